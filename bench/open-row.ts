import type { Page } from "@playwright/test";

/**
 * From the click on a row of the list, named by a selector, to the first frame that shows the bubbles of its conversation, in a
 * page that has shown another one before. In milliseconds.
 */
export function openRow(page: Page, row: string): Promise<number> {
  return page.evaluate(
    (link) =>
      new Promise<number>((resolve) => {
        const known = new Set(document.querySelectorAll("[role=log] article"));
        const startedAt = performance.now();
        document.querySelector<HTMLElement>(link)?.click();
        const look = () => {
          const shown = [...document.querySelectorAll("[role=log] article")].some((article) => !known.has(article));
          if (shown) resolve(performance.now() - startedAt);
          else requestAnimationFrame(look);
        };
        look();
      }),
    `${row} a`,
  );
}
