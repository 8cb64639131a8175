// The URLs that xcld listens to: Cloudinary's hosts, and the path shapes of delivery URLs for custom domains.
// The browser holds every request against them, so that a page without Cloudinary media causes no event.
// src/journal/watched.rs is the same rule in Rust; a test compares the two.

/** Hosts of the APIs, where what was sent matters too. */
export const API = ["*://api.cloudinary.com/*", "*://api-eu.cloudinary.com/*", "*://api-ap.cloudinary.com/*"];

const HOSTS = ["res", "res-1", "res-2", "res-3", "res-4", "res-5"].map((name) => `*://${name}.cloudinary.com/*`);

/** First path segments on a private CDN host such as mycloud-res.cloudinary.com. */
const ROOTS = ["image", "video", "raw", "images", "videos", "files", "iu", "private_images", "authenticated_images"];

/** Asset types by delivery type, anywhere in a path. */
const DELIVERY = {
  upload: ["image", "video", "raw"],
  private: ["image", "video", "raw"],
  authenticated: ["image", "video", "raw"],
  fetch: ["image", "video", "raw"],
  list: ["image", "video", "raw"],
  multi: ["image"],
  sprite: ["image"],
  text: ["image"],
  asset: ["image"],
  live: ["video"],
  facebook: ["image"],
  twitter: ["image"],
  twitter_name: ["image"],
  instagram: ["image"],
  instagram_name: ["image"],
  gravatar: ["image"],
  google_plus: ["image"],
  youtube: ["image"],
  hulu: ["image"],
  vimeo: ["image"],
  animoto: ["image"],
  worldstarhiphop: ["image"],
  dailymotion: ["image"],
};

const PATHS = Object.entries(DELIVERY).flatMap(([delivery, assets]) =>
  assets.flatMap((asset) => [`*://*/${asset}/${delivery}/*`, `*://*/*/${asset}/${delivery}/*`]),
);

/** Everything that xcld looks at, as match patterns. */
export const ALL = [
  ...HOSTS,
  ...API,
  "*://cloudinary-a.akamaihd.net/*",
  ...ROOTS.map((root) => `*://*.cloudinary.com/${root}/*`),
  ...PATHS,
];
