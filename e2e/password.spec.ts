import type { Page } from "@playwright/test";
import { Eyes } from "./eyes.ts";
import { expect, test } from "./fixtures.ts";
import { lettersTo } from "./post-office.ts";

const OLD = "seven quiet wooden drawers";
const NEW = "a heron stands in the reeds";

test("a forgotten password: a letter, a new one, out everywhere else, and no link works twice", async ({
  page,
  browser,
}) => {
  const email = `rosa.lenz-${Date.now()}@brassmoon.example`;
  await page.goto("/settings/members");
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  const outside = { storageState: { cookies: [], origins: [] } };
  const office = await (await browser.newContext(outside)).newPage();
  await office.goto(await linkIn(email, "invites you"));
  await office.getByRole("textbox", { name: "Name" }).fill("Rosa Lenz");
  await office.getByLabel("Password", { exact: true }).fill(OLD);
  await office.getByRole("button", { name: "Join" }).click();
  await expect(office).toHaveURL(/\/inbox/);

  const home = await (await browser.newContext(outside)).newPage();
  const eyes = new Eyes(home);
  await home.goto("/sign-in");
  await home.getByRole("link", { name: "Forgotten your password?" }).click();
  await expect(home.getByRole("heading", { name: "Forgotten your password?" })).toBeVisible();
  await eyes.on("a forgotten password");
  await home.getByRole("textbox", { name: "Email" }).fill(email);
  await home.getByRole("button", { name: "Send link" }).click();
  await expect(home.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  await eyes.on("a link that is on its way");
  const link = await linkIn(email, "A new password");

  await home.goto(link);
  await expect(home.getByRole("textbox", { name: "Email" })).toHaveValue(email);
  const password = home.getByLabel("New password", { exact: true });
  await password.fill("short");
  await home.getByRole("button", { name: "Save password" }).click();
  await expect(home.getByRole("alert").filter({ hasText: "12 characters" })).toBeVisible();
  await eyes.on("a new password that is too short");
  await password.fill(NEW);
  await home.getByRole("button", { name: "Save password" }).click();
  await expect(home.getByRole("status")).toContainText("Your password is changed");
  await eyes.on("signing in anew");
  await expect
    .poll(() => lettersTo(email).map(({ subject }) => subject))
    .toContainEqual(expect.stringContaining("was changed"));

  await expect(office).toHaveURL(/\/sign-in/, { timeout: 30_000 });
  await signIn(office, email, OLD);
  await expect(office.getByRole("alert").filter({ hasText: "Email or password" })).toBeVisible();
  await signIn(home, email, NEW);
  await expect(home).toHaveURL(/\/inbox/);

  await office.goto(link);
  await expect(office.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  const theirs = new Eyes(office);
  await theirs.on("a link that was used");
  await office.getByRole("link", { name: "Ask for a new link" }).click();
  const nobody = `nobody-${Date.now()}@brassmoon.example`;
  await office.getByRole("textbox", { name: "Email" }).fill(nobody);
  await office.getByRole("button", { name: "Send link" }).click();
  await expect(office.getByText(`If ${nobody} belongs to a member`)).toBeVisible();
  eyes.found();
  theirs.found();
  await Promise.all([home.context().close(), office.context().close()]);
});

/** Waits for a letter with this subject, as one does. */
async function linkIn(email: string, subject: string): Promise<string> {
  const find = () => lettersTo(email).find((letter) => letter.subject.includes(subject));
  await expect.poll(find, { timeout: 15_000 }).toBeDefined();
  return /https?:\S+/.exec(find()?.text ?? "")?.[0] ?? "";
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
