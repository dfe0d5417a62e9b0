import type { CDPSession, Page } from "@playwright/test";
import axe from "axe-core";
import { expect, test } from "./fixtures.ts";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Looks at a state, or the part of it that is new, for what a machine can find, and keeps what is wrong until all has been seen. */
export class Eyes {
  readonly #page: Page;
  readonly #faults: string[] = [];
  #session: CDPSession | undefined;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The dark differs in its colours alone, so that is all that is asked of it. */
  async on(state: string, part = "html"): Promise<void> {
    await test.step(state, async () => {
      await expect(this.#page.locator(part).first()).toBeVisible();
      await this.#page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await this.#look(state, part, { runOnly: WCAG });
      await this.#page.emulateMedia({ colorScheme: "dark" });
      await this.#look(`${state}, dark`, part, { runOnly: ["color-contrast"] });
      await this.#page.emulateMedia({ colorScheme: "light" });
      if (part === "html") await this.#narrow(state);
    });
  }

  found(): void {
    expect(this.#faults).toEqual([]);
  }

  /** Run in the page itself, which is brought the rules once. */
  async #look(state: string, part: string, options: axe.RunOptions): Promise<void> {
    const isThere = await this.#page.evaluate(() => "axe" in window);
    if (!isThere) await this.#bringRules();
    const violations = await this.#page.evaluate(
      async ([within, given]) => {
        const { axe: rules } = window as unknown as { axe: typeof axe };
        const found = await rules.run(within, { ...given, iframes: false, reporter: "no-passes" });
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`);
      },
      [part, options] as const,
    );
    this.#faults.push(...violations.map((violation) => `${state}: ${violation}`));
  }

  /** Half a megabyte: as a script of its own the browser keeps what it made of it for the next page, which `evaluate` does not. */
  async #bringRules(): Promise<void> {
    this.#session ??= await this.#page.context().newCDPSession(this.#page);
    const { exceptionDetails } = await this.#session.send("Runtime.evaluate", { expression: axe.source });
    expect(exceptionDetails).toBeUndefined();
  }

  /** As on a screen enlarged four times: neither the page nor its main part scrolls sideways; tables and code may, each in its own frame. */
  async #narrow(state: string): Promise<void> {
    const size = this.#page.viewportSize() ?? { width: 1280, height: 720 };
    await this.#page.setViewportSize({ width: 320, height: 640 });
    const outside = await this.#page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll("main, main > div")]
        .filter((element) => element.scrollWidth > element.clientWidth + 1)
        .map((element) => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`),
    );
    await this.#page.setViewportSize(size);
    if (outside.length > 0) this.#faults.push(`${state}, 320 pixels: ${outside.join(", ")}`);
  }
}

/** Walks to another page of the settings by its link: the rules stay in the page, and nothing is loaded anew. */
export async function walkTo(page: Page, place: string): Promise<void> {
  const link = page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: place, exact: true });
  await link.click();
  await expect(link).toHaveAttribute("aria-current", "page");
}

/** One file that can go out and one that Instagram would not take. */
export async function attachTwo(page: Page): Promise<void> {
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (await chosen).setFiles(["public/icon-180.png", "README.md"]);
  const files = page.getByRole("list", { name: "Files that go out" });
  await expect(files.getByRole("listitem")).toHaveCount(2);
  // The picture is drawn anew in a process of its own, which a busy machine is slow to start.
  await expect(files.getByRole("progressbar")).toHaveCount(0, { timeout: 30_000 });
}
