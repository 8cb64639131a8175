// Reads the popup as a person would: the groups from the top, and one exchange at a time explained.

/**
 * All that the popup lists: `{ failed, warnings, delivered, summary, groups: [{ code, status, tone, title, urls }] }`.
 *
 * @param {import('./drivers/index.mjs').View} popup
 */
export function readPopup(popup) {
  return popup.evaluate(() => {
    const text = (name) => {
      const element = /** @type {HTMLElement} */ (document.querySelector(`[data-part=${name}]`));
      return element?.hidden ? '' : (element?.textContent ?? '');
    };
    const number = (name) => Number(text(name).match(/\d[\d,]*/)?.[0].replaceAll(',', '') ?? 0);
    return {
      failed: number('failed'),
      warnings: number('warnings'),
      delivered: number('delivered'),
      summary: text('summary'),
      state: document.querySelector('[data-state]')?.getAttribute('data-state') ?? null,
      groups: [...document.querySelectorAll('[data-part=groups] > [data-code]')].map((group) => ({
        code: group.getAttribute('data-code'),
        status: Number(group.getAttribute('data-status')),
        tone: group.getAttribute('data-tone'),
        title: group.querySelector('[data-part=title]').textContent,
        urls: [...group.querySelectorAll('[data-part=exchange]')].map((row) => row.getAttribute('data-url')),
      })),
    };
  });
}

/**
 * Opens the group with this URL (and code, where several groups have the URL) and chooses its row, as clicks do, and
 * reads what is then explained; `null` where the popup does not list it.
 *
 * @param {import('./drivers/index.mjs').View} popup
 * @param {{url: string, code?: string}} wanted
 */
export async function explain(popup, { url, code }) {
  const wanted = new URL(url).href;
  const there = await popup.evaluate(
    (address, cause) => {
      const groups = [...document.querySelectorAll('[data-part=groups] > [data-code]')];
      const rowOf = (group) => [...group.querySelectorAll('[data-part=exchange]')].find((row) => row.getAttribute('data-url') === address);
      const candidates = groups.filter(rowOf);
      const group = candidates.find((candidate) => candidate.getAttribute('data-code') === cause) ?? candidates[0];
      if (!group) return false;
      document.querySelectorAll('[data-test]').forEach((before) => before.removeAttribute('data-test'));
      group.setAttribute('data-test', 'group');
      if (!group.hasAttribute('open')) /** @type {HTMLElement} */ (group.querySelector('summary')).click();
      return true;
    },
    wanted,
    code ?? null,
  );
  if (!there) return null;
  await popup.until('the group is unfolded', () => document.querySelector('[data-test=group][open] .exchange') !== null);
  return popup.evaluate((address) => {
    const group = document.querySelector('[data-test=group]');
    const row = /** @type {HTMLElement} */ ([...group.querySelectorAll('[data-part=exchange]')].find((candidate) => candidate.getAttribute('data-url') === address));
    if (row.getAttribute('aria-selected') !== 'true') row.click();
    const article = group.querySelector('.exchange');
    const text = (name) => {
      const element = /** @type {HTMLElement} */ (article.querySelector(`[data-part=${name}]`));
      return element && !element.hidden ? element.textContent : null;
    };
    return {
      code: group.getAttribute('data-code'),
      status: Number(group.getAttribute('data-status')),
      tone: group.getAttribute('data-tone'),
      title: text('cause') ?? group.querySelector('[data-part=title]').textContent,
      why: text('why'),
      url: text('url'),
      mark: [...article.querySelectorAll('[data-part=url] mark:not(.later)')].map((mark) => mark.textContent).join(''),
      message: text('message'),
      requestId: text('request-id'),
      corrected: text('corrected'),
      field: article.querySelector('[data-part=field-list] dt mark')?.textContent ?? null,
      seen: text('request'),
    };
  }, wanted);
}
