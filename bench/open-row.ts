import type { Page } from "@playwright/test";

/** Runs in the page: true once the row is in sight, where a hand can reach it; until then each call scrolls the list on to where it must be. */
export function bringRow(row: string): boolean {
  const found = document.querySelector(row);
  if (found) {
    found.scrollIntoView({ block: "nearest" });
    return true;
  }
  const list = document.querySelector("[data-row]")?.closest("ul")?.parentElement;
  if (!list) return false;
  const isAtEnd = list.scrollTop + list.clientHeight > list.scrollHeight - 50;
  list.scrollTop = isAtEnd ? 0 : list.scrollTop + 300;
  return false;
}

/**
 * From the click on a row of the list, named by a selector, to the first frame that shows the bubbles of its conversation, in a
 * page that has shown another one before. In milliseconds. `pressMs`: how long the button is held before.
 */
export function openRow(page: Page, row: string, pressMs?: number): Promise<number> {
  return page.evaluate(
    async ({ row, pressMs }) => {
      const link = document.querySelector<HTMLElement>(`${row} a`);
      if (pressMs !== undefined) {
        link?.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerType: "mouse" }));
        await new Promise((pressed) => setTimeout(pressed, pressMs));
      }
      return new Promise<number>((resolve) => {
        const known = new Set(document.querySelectorAll("[role=log] article"));
        const startedAt = performance.now();
        link?.click();
        const look = () => {
          const shown = [...document.querySelectorAll("[role=log] article")].some((article) => !known.has(article));
          if (shown) resolve(performance.now() - startedAt);
          else requestAnimationFrame(look);
        };
        look();
      });
    },
    { row, pressMs },
  );
}
