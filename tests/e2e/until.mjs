/** How often a condition is looked at, in milliseconds. */
const INTERVAL = 25;

/**
 * Waits until `condition` gives a truthy value and returns it; an exception counts as “not yet”.
 *
 * @param {string} what the condition in words, for the message when the deadline passes
 * @param {() => unknown} condition
 * @param {number} [deadline] in milliseconds
 */
export async function until(what, condition, deadline = 30_000) {
  const end = performance.now() + deadline;
  let last;
  do {
    try {
      last = await condition();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  } while (performance.now() < end);
  const seen = last instanceof Error ? last.message : JSON.stringify(last);
  throw new Error(`waited ${deadline} ms in vain until ${what}; last seen: ${seen}`);
}
