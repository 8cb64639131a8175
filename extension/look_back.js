// Runs in a page when somebody opens the popup: what its Resource Timing tells, and that of its frames of the same
// origin. Nothing is judged here; src/journal/look_back.rs is what reads it. The value of the expression is the result.
(() => {
  /** @param {PerformanceResourceTiming} timing */
  const entry = (timing) => ({
    name: timing.name,
    initiatorType: timing.initiatorType,
    startTime: timing.startTime,
    responseEnd: timing.responseEnd,
    transferSize: timing.transferSize,
    decodedBodySize: timing.decodedBodySize,
    responseStatus: timing.responseStatus ?? 0,
    serverTiming: (timing.serverTiming ?? [])
      .filter(({ name }) => name.startsWith("cld-"))
      .map(({ name, description }) => [name, description]),
  });
  /** @param {HTMLImageElement} element */
  const image = (element) => [element.currentSrc || element.src, element.naturalWidth === 0];
  /** @param {HTMLMediaElement} element */
  const media = (element) => [element.currentSrc || element.src, element.error !== null || element.networkState === 3];
  /** @param {Window & typeof globalThis} window */
  const look = (window) => {
    const { document, performance } = window;
    const timings = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return {
      nested: window.parent !== window,
      timeOrigin: performance.timeOrigin,
      now: performance.now(),
      wall: Date.now(),
      resources: /** @type {PerformanceResourceTiming[]} */ (timings).map(entry),
      media: [
        ...[...document.images].filter(({ complete }) => complete).map(image),
        .../** @type {HTMLMediaElement[]} */ ([...document.querySelectorAll("video, audio")]).map(media),
      ],
    };
  };
  /**
   * @param {Window & typeof globalThis} window
   * @returns {ReturnType<typeof look>[]}
   */
  const looks = (window) => {
    try {
      const frames = Array.from({ length: window.length }, (_, at) => window[at]);
      return [look(window), ...frames.flatMap((frame) => looks(/** @type {Window & typeof globalThis} */ (frame)))];
    } catch {
      // A frame of another origin.
      return [];
    }
  };
  return looks(window);
})();
