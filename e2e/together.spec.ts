import type { Page } from "@playwright/test";
import { Eyes } from "./eyes.ts";
import { ADMIN, expect, type Inbox, inviteColleague, makeCustomer, test } from "./fixtures.ts";

test("two colleagues see each other, note, mention, edit and delete, and what they do is written down", async ({
  browser,
  page,
  inbox,
  customer,
  simulator,
}) => {
  test.slow();
  await customer.writes("Is the lamp still there?");
  const noras = await inviteColleague(page, browser, "Nora Stern");
  const other = await makeCustomer(simulator);
  await other.writes("Hello from somebody else");

  await test.step("one sees that the other looks, writes, stops and leaves", async () => {
    await inbox.open(customer);
    await noras.conversation(customer).click();
    await expect(present(page)).toHaveText("Nora Stern is viewing");
    await expect(present(noras.page)).toHaveText(`${ADMIN.name} is viewing`);
    await expect(inbox.conversation(customer).getByTitle("Nora Stern is viewing")).toBeVisible();
    await noras.reply.pressSequentially("Yes, ");
    await expect(present(page)).toHaveText("Nora Stern is writing …");
    await noras.reply.fill("");
    await expect(present(page)).toHaveText("Nora Stern is viewing");
    await noras.conversation(other).click();
    await expect(present(page)).toHaveText("");
    await expect(inbox.conversation(other).getByTitle("Nora Stern is viewing")).toBeVisible();
  });

  await test.step("a note with a mention stands in the thread and under the other's bell, on whatever page", async () => {
    await noras.page.getByRole("link", { name: "Settings" }).click();
    await expect(noras.page.getByRole("heading", { level: 1, name: "Instagram accounts" })).toBeVisible();
    await writeNote(inbox, "@Nora Stern could you look at this?");
    await expect(note(inbox, "could you look")).toBeVisible();
    await expect(inbox.reply).toBeFocused();
    await expect(bell(noras)).toHaveAccessibleName(/1 new notification/);
    await expect(noras.page).toHaveTitle(/^\(\d+\)/);
    const told = noras.page.locator("[data-sonner-toast]").filter({ hasText: `${ADMIN.name} mentioned you` });
    await expect(told).toContainText(`${customer.name}: @Nora Stern could you look at this?`);
    await bell(noras).click();
    await expect(told).toHaveCount(0);
    await expect(noras.page.getByRole("heading", { name: "Notifications" })).toBeVisible();
    const eyes = new Eyes(noras.page);
    await eyes.on("a mention under the bell", "[role=dialog]");
    eyes.found();
    await expect(noras.page.getByRole("link", { name: new RegExp(`mentioned you in ${customer.name}`) })).toBeFocused();
    await noras.page.keyboard.press("Enter");
    await expect(note(noras, "could you look")).toContainText(ADMIN.name);
    await expect(bell(noras)).toHaveAccessibleName("Notifications");
    await expect(await customer.reads()).toEqual(["Is the lamp still there?"]);
  });

  await test.step("its author changes and deletes it, and the other sees that at once", async () => {
    await expect(note(noras, "could you look").getByRole("button")).toHaveCount(0);
    await note(inbox, "could you look").getByRole("button", { name: "Edit note" }).click();
    await page.getByRole("textbox", { name: "Text of the note" }).fill("Never mind, it is there.");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(note(noras, "Never mind")).toContainText("edited");
    await note(inbox, "Never mind").getByRole("button", { name: "Delete note" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete note" }).click();
    await expect(note(inbox, "Never mind")).toHaveCount(0);
    await expect(note(noras, "Never mind")).toHaveCount(0);
  });

  await test.step("who did what stands between the messages", async () => {
    await noras.page.getByRole("button", { name: "Done", exact: true }).click();
    await expect(inbox.messages).toContainText("Nora Stern marked this as done");
    await page.getByRole("button", { name: "Reopen", exact: true }).click();
    await expect(inbox.messages).toContainText(`${ADMIN.name} reopened this`);
    await page.reload();
    await expect(inbox.messages).toContainText("Nora Stern marked this as done");
    await writeNote(inbox, "Kept for the record");
    await expect(note(inbox, "Kept for the record").getByRole("button", { name: "Edit note" })).toBeAttached();
    const eyes = new Eyes(page);
    await eyes.on("notes and a timeline", "main");
    eyes.found();
  });

  await test.step("who closes the browser is gone", async () => {
    await noras.conversation(customer).click();
    await expect(present(page)).toHaveText("Nora Stern is viewing");
    await noras.page.context().close();
    await expect(present(page)).toHaveText("");
  });
});

test("somebody who looks elsewhere is told, as they chose", async ({ browser, page, inbox, customer }) => {
  test.slow();
  await customer.writes("First");
  const cleos = await inviteColleague(page, browser, "Cleo Marti");
  await cleos.conversation(customer).click();
  await page.context().grantPermissions(["notifications"]);
  await page.goto("/settings/profile");
  await page.getByRole("switch", { name: "Show notifications" }).click();
  await expect(page.getByRole("button", { name: "Show a sample" })).toBeVisible();

  await inbox.open(customer);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const elsewhere = await lookElsewhere(page);
  await customer.writes("Somebody there?");
  await expect.poll(() => shown(page)).toEqual([{ title: customer.name, body: "Somebody there?" }]);
  await elsewhere.come();
  await expect.poll(() => shown(page)).toEqual([]);
  await lookElsewhere(page);
  await writeNote(cleos, `@${ADMIN.name} this one is yours.`);
  await expect
    .poll(() => shown(page))
    .toEqual([{ title: "Cleo Marti mentioned you", body: `@${ADMIN.name} this one is yours.` }]);
  await elsewhere.come();
  await expect.poll(() => shown(page)).toEqual([]);
  await expect(bell(inbox)).toHaveAccessibleName("Notifications");
  await customer.writes("Thank you");
  await expect(inbox.bubble("Thank you")).toBeVisible();
  expect(await shown(page)).toEqual([]);
});

/** The polite words for who is here. */
function present(page: Page) {
  return page.getByRole("region", { name: "Messages" }).getByRole("status").first();
}

function bell({ page }: Inbox) {
  return page.getByRole("button", { name: /^Notifications/ });
}

function note(inbox: Inbox, text: string) {
  return inbox.messages.getByRole("article", { name: /^Note by/ }).filter({ hasText: text });
}

async function writeNote({ page }: Inbox, text: string) {
  await page.getByRole("group", { name: "What you write" }).getByRole("button", { name: "Note" }).click();
  const field = page.getByRole("textbox", { name: "Note" });
  await field.fill(text);
  await page.getByRole("button", { name: "Add note" }).click();
}

/** What the service worker has put on the desktop. */
function shown(page: Page) {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body }) => ({ title, body }));
  });
}

/** A browser without windows never takes the focus away, so the page is told that it lost it. */
async function lookElsewhere(page: Page) {
  await page.evaluate(() => {
    document.hasFocus = () => false;
  });
  return {
    come: () =>
      page.evaluate(() => {
        document.hasFocus = () => true;
        window.dispatchEvent(new Event("focus"));
      }),
  };
}
