// What exists only where a test reaches into a browser's own privileged side.

declare const ChromeUtils: any;
declare const WebExtensionPolicy: any;
declare const Services: any;
declare const Cc: any;
declare const Ci: any;
declare const Cu: any;
declare const IOUtils: any;
declare const browser: typeof chrome;

/** chrome://extensions */
declare namespace chrome.developerPrivate {
  const updateProfileConfiguration: (change: object) => Promise<void>;
  const updateExtensionConfiguration: (change: object) => Promise<void>;
  const getExtensionsInfo: (options: object) => Promise<any[]>;
}

interface Window {
  OpenBrowserWindow(options: object): Window;
}
