// Runs in a page and its frames when somebody opens the popup: what their Resource Timing tells. Nothing is judged
// here; src/journal/look_back.rs is what reads it. The value of the last expression is the result.
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
  return {
    timeOrigin: performance.timeOrigin,
    now: performance.now(),
    wall: Date.now(),
    resources: /** @type {PerformanceResourceTiming[]} */ ([...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]).map(entry),
    media: [
      ...[...document.images].filter(({ complete }) => complete).map(image),
      .../** @type {HTMLMediaElement[]} */ ([...document.querySelectorAll("video, audio")]).map(media),
    ],
  };
})();
