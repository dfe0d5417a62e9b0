import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { ACCOUNT, anotherInbox, expect, inviteColleague, test } from "./fixtures.ts";

test("a reply can be taken back for some seconds, and leaves though the page is closed", async ({
  browser,
  page,
  customer,
}) => {
  const inbox = await inviteColleague(page, browser, "Undine Maurer");
  await customer.writes("Is it still there?");
  await inbox.pick(customer);
  await inbox.send("No, it is gone");
  const bubble = inbox.bubble("No, it is gone");
  await expect(bubble).toContainText(/Sending in \d s/);
  await bubble.getByRole("button", { name: "Undo" }).click();
  await expect(bubble).toHaveCount(0);
  await expect(inbox.reply).toHaveValue("No, it is gone");

  await inbox.reply.press("Control+Enter");
  await expect(inbox.conversation(customer)).toHaveCount(0);
  await inbox.page.getByRole("button", { name: "Undo" }).click();
  await expect(inbox.conversation(customer)).toBeVisible();
  await expect(inbox.reply).toHaveValue("No, it is gone");
  await expect(inbox.page.getByRole("button", { name: "Done", exact: true })).toBeVisible();

  await inbox.send("Yes, it is here");
  await expect(inbox.bubble("Yes, it is here")).toContainText("Queued");
  await inbox.page.context().close();
  await expect.poll(() => customer.reads(), { timeout: 15_000 }).toEqual(["Is it still there?", "Yes, it is here"]);
});

test("a reply stops when a colleague was faster, shows what they said, and goes with one more key", async ({
  browser,
  page,
  inbox,
  customer,
}) => {
  const colleague = await inviteColleague(page, browser, "Carla Stein");
  await customer.writes("Do you deliver on Sundays?");
  await inbox.open(customer);
  await colleague.pick(customer);

  const cutOff = (route: import("@playwright/test").Route) => route.abort();
  await inbox.page.route("**/api/inbox/changes*", cutOff);
  await colleague.send("Only by appointment");
  await expect(colleague.bubble("Only by appointment")).toContainText("Queued");
  await inbox.reply.fill("Never on Sundays");
  await inbox.reply.press("Enter");
  const notice = page.getByRole("alert").filter({ hasText: "This arrived while you were writing" });
  await expect(notice).toBeVisible();
  await expect(inbox.reply).toHaveValue("Never on Sundays");
  await expect(inbox.bubble("Never on Sundays")).toHaveCount(0);
  await inbox.page.unroute("**/api/inbox/changes*", cutOff);
  await customer.writes("Hello?");
  await expect(notice).toContainText("Carla Stein: Only by appointment");

  await expect(inbox.bubble("Hello?")).toBeVisible();
  await expect(async () => {
    await inbox.reply.press("Enter");
    await expect(inbox.bubble("Never on Sundays")).toBeVisible({ timeout: 800 });
  }).toPass();
  await expect(notice).toHaveCount(0);
  await expect.poll(() => customer.reads(), { timeout: 20_000 }).toContain("Never on Sundays");
  await colleague.page.context().close();
});

test("what has stood on the screen while one writes stops nothing", async ({ inbox, customer, page }) => {
  await customer.writes("First question");
  await inbox.open(customer);
  await inbox.reply.pressSequentially("An answer to");
  await customer.writes("Second question");
  await expect(inbox.bubble("Second question")).toBeVisible();
  await inbox.reply.pressSequentially(" both of your questions, with care", { delay: 60 });
  await inbox.reply.press("Enter");
  await expect(inbox.bubble("An answer to both")).toContainText("Sent");
  await expect(page.getByRole("alert").filter({ hasText: "while you were writing" })).toHaveCount(0);
});

test("a draft is on the member's other devices, and two texts written at once are both there", async ({
  browser,
  inbox,
  customer,
}) => {
  await customer.writes("When will it come?");
  await inbox.open(customer);
  const phone = await anotherInbox(browser);
  await phone.page.goto("/inbox");
  await inbox.reply.fill("On Monday");
  await expect(phone.conversation(customer)).toContainText("Draft: On Monday");
  await phone.conversation(customer).click();
  await expect(phone.reply).toHaveValue("On Monday");
  await phone.reply.fill("On Monday at noon");
  await expect(inbox.reply).toHaveValue("On Monday at noon");

  await phone.page.context().setOffline(true);
  await phone.reply.fill("From the train: on Tuesday");
  await inbox.reply.fill("From the desk: on Wednesday");
  await expect(async () => {
    const drafts = await inbox.page.request.get("/api/inbox/drafts");
    expect(JSON.stringify(await drafts.json())).toContain("on Wednesday");
  }).toPass();
  await phone.page.context().setOffline(false);
  const other = phone.page.getByRole("status").filter({ hasText: "on another device" });
  await expect(other).toContainText("From the desk: on Wednesday");
  await expect(phone.reply).toHaveValue("From the train: on Tuesday");
  await other.getByRole("button", { name: "Keep mine" }).click();
  await expect(inbox.reply).toHaveValue("From the train: on Tuesday");

  await phone.reply.press("Enter");
  await expect(inbox.bubble("on Tuesday")).toBeVisible();
  await expect(inbox.reply).toHaveValue("");
  await phone.page.context().close();
});

test("a saved reply is called by a slash, and nobody sends a name that is not known", async ({
  inbox,
  customer,
  simulator,
  page,
}) => {
  const shortcut = `hours-${Math.random().toString(36).slice(2, 7)}`;
  await page.goto("/settings/replies");
  await page.getByRole("textbox", { name: "Shortcut" }).fill(shortcut);
  await page.getByRole("textbox", { name: "Text" }).fill("Hello {{first_name}}, we open at 9.");
  await expect(page.getByRole("region", { name: "Preview" })).toContainText("Hello Lena, we open at 9.");
  await page.getByRole("button", { name: "Save reply" }).click();
  await expect(page.getByRole("button", { name: `Change /${shortcut}` })).toBeVisible();

  await customer.writes("When do you open?");
  await inbox.open(customer);
  await inbox.reply.pressSequentially(`/${shortcut.slice(0, 8)}`);
  await expect(page.getByRole("option", { selected: true })).toContainText("Hello Guest, we open at 9.");
  await inbox.reply.press("Enter");
  await expect(inbox.reply).toHaveValue("Hello Guest, we open at 9.");
  await inbox.reply.press("Enter");
  await expect.poll(() => customer.reads(), { timeout: 15_000 }).toContain("Hello Guest, we open at 9.");

  const nameless = `nameless_${Math.random().toString(36).slice(2, 8)}`;
  await simulator.control("POST", "/customers", { username: nameless, name: "" });
  await simulator.control("POST", `/customers/${nameless}/messages`, { account: ACCOUNT.username, text: "And today?" });
  await inbox.pick({ name: nameless });
  await inbox.reply.pressSequentially(`/${shortcut}`);
  await expect(page.getByRole("option", { selected: true })).toContainText("{{first_name}}");
  await inbox.reply.press("Enter");
  await inbox.reply.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "still to be filled in" })).toBeVisible();
  await expect(inbox.messages.getByRole("article").filter({ hasText: "we open at 9" })).toHaveCount(0);
});

test("a picture that is dropped goes out with the words, and the customer has both", async ({
  inbox,
  customer,
  simulator,
  page,
}) => {
  await customer.writes("What does it look like?");
  await inbox.open(customer);
  await drop(page, "public/icon-180.png", "image/png");
  const files = page.getByRole("list", { name: "Files that go out" });
  await expect(files.getByRole("listitem")).toContainText("icon-180.png");
  await expect(files.getByRole("progressbar")).toHaveCount(0);
  await drop(page, "README.md", "text/markdown");
  await expect(files.getByRole("alert")).toContainText("Instagram does not take files of this type");
  await page.getByRole("button", { name: "Remove README.md" }).click();
  await inbox.send("Like this");
  await expect(files).toHaveCount(0);
  await expect(inbox.bubble("Like this")).toContainText("Sent", { timeout: 20_000 });
  await expect(async () => {
    const { messages } = await simulator.control<{
      messages: { text: string | null; attachments?: { type: string }[] }[];
    }>("GET", `/threads?customer=${customer.username}&account=${ACCOUNT.username}`);
    expect(messages.at(-1)?.text).toBe("Like this");
    expect(JSON.stringify(messages.at(-2))).toContain("image");
  }).toPass();
});

test("a note stays among colleagues, and one may be written when the time for replies is over", async ({
  inbox,
  customer,
  page,
}) => {
  await customer.writes("Anybody?", { ago_seconds: 25 * 3600 });
  await inbox.open(customer);
  await expect(page.getByText("The time to reply is over")).toBeVisible();
  await page.getByRole("button", { name: "Note", exact: true }).click();
  const note = page.getByRole("textbox", { name: "Note" });
  await note.fill("I shall call her");
  await note.press("Enter");
  await expect(inbox.bubble("I shall call her")).toBeVisible();
  await expect(note).toHaveValue("");
  await expect(note).toBeFocused();
  expect(await customer.reads()).toEqual(["Anybody?"]);
});

/** As a file manager does it: the browser is told of files and of nothing else. */
async function drop(page: Page, path: string, type: string) {
  const bytes = [...(await readFile(path))];
  const transfer = await page.evaluateHandle(
    ({ bytes, name, type }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name, { type }));
      return data;
    },
    { bytes, name: path.split("/").at(-1) ?? "", type },
  );
  const thread = page.getByRole("log", { name: "Messages" });
  await thread.dispatchEvent("dragover", { dataTransfer: transfer });
  await thread.dispatchEvent("drop", { dataTransfer: transfer });
}
