import { join } from "node:path";
import { type Browser, type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";

export { expect };

export const ADMIN = { name: "Ada Berger", email: "ada@brassmoon.example", password: "a long walk along the lake" };
export const ACCOUNT = { username: "brassmoonstudio", igId: "17841467203918254" };

/** The admin's session, stored by the newcomer's story, which runs before all others. */
export const ADMIN_STATE = join(process.env.E2E_DATA_DIR ?? "", "admin-session.json");

type Written = { mid: string; igsid: string };

/** A customer of one's own for each story, so that stories do not meet in a conversation. */
export type Customer = {
  name: string;
  username: string;
  writes(text: string, more?: object): Promise<Written>;
  does(act: "react" | "unreact" | "edit" | "unsend" | "seen", body?: object): Promise<unknown>;
  /** What stands in the customer's own chat, oldest first. */
  reads(): Promise<string[]>;
};

export const test = base.extend<{ simulator: Simulator; customer: Customer; inbox: Inbox; watch: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this parameter.
  simulator: async ({}, use) => {
    const simulator = new Simulator();
    await use(simulator);
    await simulator.control("DELETE", "/faults");
    await simulator.control("POST", "/webhooks/normal");
  },
  customer: async ({ simulator }, use) => use(await makeCustomer(simulator)),
  inbox: async ({ page }, use) => use(new Inbox(page)),
  /** No page may break, no colleague's either, nor where React would mend it; what stood there when a story failed is printed. */
  watch: [
    async ({ page, browser }, use, story) => {
      const broken: Error[] = [];
      const watch = (context: BrowserContext) => context.on("weberror", (error) => broken.push(error.error()));
      watch(page.context());
      const open = browser.newContext;
      browser.newContext = async (options) => watch(await open.call(browser, options));
      await use(undefined);
      browser.newContext = open;
      if (story.status !== story.expectedStatus) {
        console.log(`“${story.title}” failed at ${page.url()} with\n${await page.locator("body").ariaSnapshot()}`);
      }
      expect(broken).toEqual([]);
    },
    { auto: true },
  ],
});

/** Only the control routes: what a test does to Instagram and what it finds out from it. */
export class Simulator {
  async control<T = unknown>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${process.env.E2E_SIMULATOR_URL}/control${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${answer}`);
    return (answer ? JSON.parse(answer) : null) as T;
  }

  /** The next sends go wrong in this way. */
  spoils(fault: object): Promise<unknown> {
    return this.control("POST", "/faults", { match: { endpoint: "messages" }, ...fault });
  }

  /** Texts that Instagram took for this customer, in order. */
  async accepted(igsid: string): Promise<(string | null)[]> {
    const sends = await this.control<{ accepted: boolean; text: string | null }[]>("GET", `/ledger?recipient=${igsid}`);
    return sends.filter((send) => send.accepted).map((send) => send.text);
  }
}

export async function makeCustomer(simulator: Simulator): Promise<Customer> {
  const word = Math.random().toString(36).slice(2, 8);
  const username = `guest_${word}`;
  const name = `Guest ${word}`;
  await simulator.control("POST", "/customers", { username, name });
  const at = { account: ACCOUNT.username };
  return {
    name,
    username,
    writes: (text, more = {}) => simulator.control("POST", `/customers/${username}/messages`, { ...at, text, ...more }),
    does: (act, body = {}) => simulator.control("POST", `/customers/${username}/${act}`, { ...at, ...body }),
    reads: async () => {
      const { messages } = await simulator.control<{ messages: { text: string | null }[] }>(
        "GET",
        `/threads?customer=${username}&account=${ACCOUNT.username}`,
      );
      return messages.map(({ text }) => text ?? "");
    },
  };
}

/** The inbox as people and assistive technology find it. */
export class Inbox {
  readonly page: Page;
  readonly conversations: Locator;
  readonly messages: Locator;
  readonly reply: Locator;

  constructor(page: Page) {
    this.page = page;
    this.conversations = page.getByRole("list", { name: "Conversations" });
    this.messages = page.getByRole("log", { name: "Messages" });
    this.reply = page.getByRole("textbox", { name: "Reply" });
  }

  async open(customer: { name: string }): Promise<void> {
    await this.page.goto("/inbox");
    await this.pick(customer);
  }

  /** From the list that is on the screen already: a page that is loaded anew costs a story a second. */
  async pick(customer: { name: string }): Promise<void> {
    await this.find(customer);
    await this.conversation(customer).click();
    await expect(this.messages).toBeVisible();
  }

  /** Only rows near what is seen are there: one that is old is found by scrolling, as a person does, and one that has just come at the top. */
  async find(customer: { name: string }): Promise<void> {
    await expect(this.conversations).toBeVisible();
    await this.conversations.hover({ position: { x: 5, y: 5 } });
    const row = this.conversation(customer);
    let looks = 0;
    await expect(async () => {
      if (looks > 0) await this.page.mouse.wheel(0, looks % 8 === 0 ? -10_000 : 400);
      // One that is just about to come stands at the top, from where there is nothing to scroll.
      await expect(row).toBeVisible({ timeout: looks++ === 0 ? 1_500 : 400 });
      // One that only stands near what is seen is gone once the wheel's last turn arrives.
      await row.scrollIntoViewIfNeeded({ timeout: 400 });
      await expect(row).toBeInViewport({ timeout: 400 });
    }).toPass();
  }

  conversation({ name }: { name: string }): Locator {
    return this.conversations.getByRole("listitem").filter({ hasText: name });
  }

  bubble(text: string): Locator {
    return this.messages.getByRole("article").filter({ hasText: text });
  }

  async send(text: string): Promise<void> {
    await this.reply.fill(text);
    await this.page.getByRole("button", { name: "Send", exact: true }).click();
  }
}

/** A colleague whom the admin has just invited, in a browser of their own. */
export async function inviteColleague(page: Page, browser: Browser, name: string): Promise<Inbox> {
  await page.goto("/settings/members");
  const email = `${name.toLowerCase().replaceAll(/\W/g, "-")}-${Date.now()}@brassmoon.example`;
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  const link = await page.locator('input[value*="/invite/"]').first().inputValue();
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const theirs = await context.newPage();
  await theirs.goto(link);
  await theirs.getByRole("textbox", { name: "Name" }).fill(name);
  await theirs.getByLabel("Password", { exact: true }).fill("seven quiet wooden drawers");
  await theirs.getByRole("main").getByRole("button").last().click();
  await expect(theirs).toHaveURL(/\/inbox/);
  return new Inbox(theirs);
}

/** A second browser with the same or another member in it. */
export async function anotherInbox(browser: Browser, state = ADMIN_STATE): Promise<Inbox> {
  const context = await browser.newContext({ storageState: state });
  return new Inbox(await context.newPage());
}
