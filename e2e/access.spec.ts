import type { Page } from "@playwright/test";
import { Eyes } from "./eyes.ts";
import { type Customer, expect, inviteColleague, makeCustomer, test } from "./fixtures.ts";

// What is wrong is told in words, and a trace would draw the page anew at each of a hundred looks.
test.use({ trace: "off" });

test("the inbox is accessible in every state", async ({ page, browser, inbox, customer, simulator }) => {
  test.setTimeout(240_000);
  const eyes = new Eyes(page);
  const late = await makeCustomer(simulator);
  await late.writes("Is anybody there?", { ago_seconds: 25 * 3600 });
  const igsid = await writeOfEveryKind(customer);
  const reply = await saveReply(page);
  const colleague = await inviteColleague(page, browser, "Mona Stern");
  await colleague.page.context().close();

  await page.goto("/inbox");
  await inbox.find(customer);
  await eyes.on("the list, nothing opened");
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await eyes.on("the bell", "[role=dialog]");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Your menu" }).click();
  await eyes.on("the member's menu", "[role=menu]");
  await page.keyboard.press("Escape");
  for (const view of ["snoozed", "unassigned"]) {
    await page.goto(`/inbox?view=${view}`);
    await eyes.on(`the view ${view}`);
  }

  await inbox.open(customer);
  await expect(inbox.bubble("So beautiful")).toBeVisible();
  await eyes.on("a conversation of every kind");
  await page.getByRole("log").press("Home");
  await inbox.bubble("Hi there").hover();
  await inbox.bubble("Hi there").getByRole("button", { name: "Actions for this message" }).click();
  await eyes.on("a message's menu", "[role=menu]");
  await page.getByRole("menuitem", { name: "Details" }).click();
  await eyes.on("a message's details", "[role=dialog]");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Open picture" }).first().click();
  await eyes.on("a picture", "[role=dialog]");
  await page.keyboard.press("Escape");

  await inbox.reply.fill("Guten Tag ".repeat(130));
  await page.getByText(/see where it is cut/).click();
  await eyes.on("a text too long", "form:has([data-composer])");
  await inbox.reply.fill("");
  await attach(page);
  await eyes.on("files about to be sent", "form:has([data-composer])");
  await page.getByRole("button", { name: "Remove icon-180.png" }).click();
  await page.getByRole("button", { name: "Remove README.md" }).click();
  await page.getByRole("button", { name: "Insert emoji" }).click();
  await expect(page.getByRole("gridcell").first()).toBeVisible();
  await eyes.on("the emoji picker", "[role=dialog]");
  await page.keyboard.press("Escape");
  await inbox.reply.pressSequentially(`/${reply.slice(0, 3)}`);
  await expect(page.getByRole("option", { name: new RegExp(reply) })).toBeVisible();
  await eyes.on("saved replies");
  await inbox.reply.fill("");
  await simulator.spoils({ match: { endpoint: "messages", recipient: igsid, kind: "text" }, error: "unavailable" });
  await inbox.send("Will this arrive?");
  await expect(inbox.bubble("Will this arrive?")).toContainText("Failed");
  await eyes.on("a reply that failed", `[role=log]`);
  await page.getByRole("button", { name: "Note", exact: true }).click();
  await page.getByRole("textbox", { name: "Note" }).pressSequentially("Ask @Mo");
  await expect(page.getByRole("option").first()).toBeVisible();
  await eyes.on("a note that mentions somebody");
  await page.getByRole("textbox", { name: "Note" }).fill("Ask the workshop");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(inbox.messages).toContainText("Ask the workshop");

  for (const [key, what] of [
    ["a", "assigning"],
    ["l", "labels"],
    ["s", "snoozing"],
    ["?", "the keys"],
    ["Control+k", "the palette"],
  ] as const) {
    await page.keyboard.press("Escape");
    await page.keyboard.press(key);
    await eyes.on(what, "[role=dialog]");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }

  await showCustomer(page);
  const more = page.getByRole("button", { name: "More about this person" });
  await eyes.on("the customer", "aside");
  await more.click();
  await eyes.on("what is done about a customer", "[role=menu]");
  await page.getByRole("menuitem", { name: "Block …" }).click();
  await eyes.on("blocking", "[role=alertdialog]");
  await page.keyboard.press("Escape");
  await more.click();
  await page.getByRole("menuitem", { name: "Erase this person …" }).click();
  await eyes.on("erasing", "[role=alertdialog]");
  await page.keyboard.press("Escape");

  await page.goto("/inbox?view=open");
  await inbox.open(late);
  await expect(page.getByText("The time to reply is over")).toBeVisible();
  await eyes.on("a closed window");
  await page.goto(`/inbox?q=${customer.username}`);
  await expect(page.getByRole("option").first()).toBeVisible();
  await eyes.on("a search");
  await page.goto("/inbox?q=nothingholdsthis");
  await expect(page.getByText(/Nothing holds/)).toBeVisible();
  await eyes.on("a search without hits");
  await inbox.open(customer);
  await page.keyboard.press("Control+f");
  await page.getByRole("textbox", { name: "Search this conversation" }).fill("beautiful");
  await eyes.on("a search within a conversation");
  await page.goto("/inbox");
  await page.getByRole("checkbox").first().click({ force: true });
  await eyes.on("several picked out");
  eyes.found();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("every layer of the phone's layout is accessible", async ({ page, inbox, customer }) => {
    test.setTimeout(240_000);
    const eyes = new Eyes(page);
    await customer.writes("Do you deliver to Ascona?");
    await customer.writes("", { kind: "image", media: "walnut", text: undefined });
    await page.goto("/inbox");
    await expect(inbox.conversation(customer)).toBeVisible();
    await eyes.on("the list");
    await page.getByRole("heading", { level: 1 }).getByRole("button").tap();
    await eyes.on("choosing a view", "[role=menu]");
    await page.keyboard.press("Escape");
    await page.goto(`/inbox?q=${customer.username}`);
    await expect(page.getByRole("option").first()).toBeVisible();
    await eyes.on("a search");
    await page.getByRole("option").first().tap();
    await expect(inbox.bubble("Ascona")).toBeVisible();
    await eyes.on("a conversation that was searched for");

    await inbox.reply.tap();
    await attach(page);
    await eyes.on("files about to be sent", "form:has([data-composer])");
    await page.getByRole("button", { name: "Insert emoji" }).tap();
    await expect(page.getByRole("gridcell").first()).toBeVisible();
    await eyes.on("the emoji picker");
    await page.keyboard.press("Escape");
    await inbox.reply.blur();
    for (const act of ["Assign", "Label", "Snooze"]) {
      await page.getByRole("button", { name: act, exact: true }).tap();
      await eyes.on(act, "[role=dialog]");
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    }
    await page.getByRole("region", { name: "Messages" }).getByRole("button", { name: customer.name }).tap();
    await expect(page.getByRole("button", { name: "More about this person" })).toBeVisible();
    await eyes.on("the customer over the conversation");
    await page.getByRole("button", { name: "More about this person" }).tap();
    await page.getByRole("menuitem", { name: "Erase this person …" }).tap();
    await eyes.on("erasing", "[role=alertdialog]");
    await page.keyboard.press("Escape");

    for (const name of ["accounts", "replies", "members", "profile", "developers", "system"]) {
      await page.goto(`/settings/${name}`);
      await eyes.on(`the settings, ${name}`);
    }
    eyes.found();
  });
});

test("the settings are accessible, dialogs and all", async ({ page, browser }) => {
  test.setTimeout(240_000);
  const eyes = new Eyes(page);
  const agent = await inviteColleague(page, browser, "Petra Voss");
  await page.goto("/settings/accounts");
  await eyes.on("accounts");
  await page.getByRole("button", { name: "Disconnect" }).first().click();
  await eyes.on("disconnecting", "[role=alertdialog]");
  await page.keyboard.press("Escape");
  await page.goto("/settings/replies");
  await eyes.on("saved replies");
  await page.goto("/settings/labels");
  await page.getByRole("textbox", { name: "Name" }).fill(`Press ${Date.now()}`);
  await page.getByRole("button", { name: "Create label" }).click();
  await eyes.on("labels");
  await page
    .getByRole("button", { name: /^Delete / })
    .first()
    .click();
  await eyes.on("deleting a label", "[role=alertdialog]");
  await page.keyboard.press("Escape");
  await page.goto("/settings/fields");
  await eyes.on("customer details");
  await page.goto("/settings/profile");
  await eyes.on("the profile");
  await page.getByRole("combobox").first().click();
  await eyes.on("a choice", "[role=listbox]");
  await page.keyboard.press("Escape");
  await page.goto("/settings/members");
  await eyes.on("members");
  await page.getByRole("button", { name: "Actions for Petra Voss" }).first().click();
  await eyes.on("a member's menu", "[role=menu]");
  await page.getByRole("menuitem", { name: "Accounts …" }).click();
  await eyes.on("a member's accounts", "[role=dialog]");
  await page.keyboard.press("Escape");
  await page.goto("/settings/developers");
  await page.getByText("Narrow what it may do").click();
  await page.getByRole("textbox", { name: "Name" }).first().fill("Till");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByText("Copy it now")).toBeVisible();
  await eyes.on("developers, with a new key");
  await page.getByRole("button", { name: "Add webhook" }).first().click();
  const dialog = page.getByRole("dialog");
  await eyes.on("a new webhook", "[role=dialog]");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Till");
  await dialog.getByRole("textbox", { name: "Address" }).fill(`http://127.0.0.1:${process.env.E2E_CONSUMER_PORT}/till`);
  await dialog.getByRole("button", { name: "Add webhook" }).click();
  const till = page.getByRole("list", { name: "Webhooks" }).getByRole("listitem").filter({ hasText: "Till" });
  await till.getByRole("button", { name: "Send a test event to Till" }).click();
  await expect(page.getByRole("list", { name: "Deliveries" })).toContainText("webhook.test");
  await eyes.on("a webhook and what became of its events");
  await till.getByRole("button", { name: "More about Till" }).click();
  await eyes.on("what is done with a webhook", "[role=menu]");
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(till).toHaveCount(0);
  await page.goto("/settings/system");
  await eyes.on("the system");

  const theirs = new Eyes(agent.page);
  await agent.page.goto("/settings/system");
  await theirs.on("a page for admins alone");
  await agent.page.goto("/settings/accounts");
  await theirs.on("accounts, as an agent");
  theirs.found();
  await agent.page.context().close();
  eyes.found();
});

test("the pages in front of the door are accessible", async ({ page, browser, baseURL }) => {
  test.setTimeout(120_000);
  const link = await invitationLink(page);
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const outside = await context.newPage();
  const eyes = new Eyes(outside);
  await outside.goto("/sign-in");
  await outside.getByRole("textbox", { name: "Email" }).fill("nobody@brassmoon.example");
  await outside.getByLabel("Password", { exact: true }).fill("not the right one");
  await outside.getByRole("button", { name: "Sign in" }).click();
  await expect(outside.getByRole("alert").filter({ hasText: "Email or password" })).toBeVisible();
  await eyes.on("a refused sign-in");
  await outside.goto(link);
  await eyes.on("an invitation");
  await outside.goto("/invite/nothing");
  await eyes.on("an invitation that is over");
  await outside.goto("/data-deletion/nothing");
  await eyes.on("a page that does not exist");
  await outside.goto(`${baseURL}/offline`);
  await eyes.on("without a connection");
  eyes.found();
  await context.close();
});

test("the focus is never lost: not by sending, nor by closing, finishing or deleting", async ({
  page,
  inbox,
  customer,
  simulator,
}) => {
  const other = await makeCustomer(simulator);
  await other.writes("And me?");
  await customer.writes("Do you ship to Basel?");
  await inbox.open(customer);
  await inbox.reply.fill("We do.");
  await inbox.reply.press("Enter");
  await expect(inbox.bubble("We do.")).toBeVisible();
  await expect(inbox.reply).toBeFocused();
  await expect(page.getByRole("region", { name: "Messages" })).toMatchAriaSnapshot(COMPOSER);
  await expect(inbox.bubble("We do.")).toMatchAriaSnapshot(BUBBLE);
  await expect(inbox.conversation(other)).toMatchAriaSnapshot(ROW);
  await inbox.reply.fill("And to Bern.");
  await page.getByRole("button", { name: "Send", exact: true }).press("Enter");
  await expect(inbox.bubble("And to Bern.")).toBeVisible();
  await expect(inbox.reply).toBeFocused();
  await inbox.reply.press("Escape");
  await expect(inbox.messages).toBeFocused();
  await page.keyboard.press("j");
  await expect(page.getByRole("region", { name: "Messages" }).getByRole("heading", { level: 2 })).not.toHaveText(
    new RegExp(customer.name),
  );
  await expect(inbox.conversations.locator("[aria-current]:focus")).toHaveCount(1);
  await page.keyboard.press("k");
  await expect(inbox.bubble("And to Bern.")).toBeVisible();
  for (const name of ["Label", "Snooze", "Insert emoji", "Your menu"]) {
    const button = page.getByRole("button", { name, exact: true });
    await button.focus();
    await button.press("Enter");
    const layer = page.locator("[role=dialog], [role=menu]");
    await expect(layer).toBeVisible();
    // What has only just been drawn may not hear keys yet.
    await expect(async () => {
      await page.keyboard.press("Escape");
      await expect(layer).toHaveCount(0, { timeout: 1_000 });
    }).toPass();
    await expect(button).toBeFocused();
  }
  await page.getByRole("button", { name: "Done", exact: true }).press("Enter");
  await expect(inbox.bubble("Do you ship to Basel?")).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Messages" }).locator(":focus")).toHaveCount(1);

  await page.goto("/settings/labels");
  const labels = page.getByRole("main").getByRole("listitem");
  const names = ["Alpine", "Baltic", "Celtic"].map((name) => `${name} ${Date.now()}`);
  for (const name of names) {
    await page.getByRole("textbox", { name: "Name" }).fill(name);
    await page.getByRole("button", { name: "Create label" }).press("Enter");
    await expect(labels.filter({ hasText: name })).toBeVisible();
    await expect(page.getByRole("button", { name: "Create label" })).toBeFocused();
  }
  await page.getByRole("button", { name: `Delete ${names[1]}` }).press("Enter");
  await page.getByRole("button", { name: "Delete label" }).press("Enter");
  await expect(labels.filter({ hasText: names[1] })).toHaveCount(0);
  await expect(labels.filter({ hasText: names[2] }).locator(":focus")).toHaveCount(1);
});

/** What is read aloud where people work all day: each thing once, with its name, its role and its state. */
const ROW = `
  - listitem:
    - link /^Guest \\w+ .* And me\\? 1 unread message$/
    - checkbox /^Select Guest \\w+$/
`;
const BUBBLE = `
  - article /^Ada Berger We do\\. \\d+:\\d+ .M (Queued|Sending|Sent)/:
    - paragraph: Ada Berger
    - text: We do.
    - button "Actions for this message"
    - time
`;
const COMPOSER = `
  - heading /^Guest \\w+/ [level=2]
  - button "Assigned to Ada Berger"
  - button "Label"
  - button "Snooze"
  - button "Done"
  - log "Messages":
    - heading "Today" [level=3]
  - group "What you write":
    - button "Reply" [pressed]
    - button "Note"
  - textbox "Reply"
  - button "Attach files"
  - button "Insert emoji"
  - button "Saved replies"
  - button "Heart"
  - button "Reply and mark as done" [disabled]
  - button "Send" [disabled]
`;

async function writeOfEveryKind(customer: Customer): Promise<string> {
  const { igsid } = await customer.writes("Hi there");
  for (const more of [
    { kind: "image", media: "walnut" },
    { kind: "images", media: ["walnut", "lamp", "bowl"] },
    { kind: "video", media: "clip" },
    { kind: "audio", media: "voice" },
    { kind: "file", media: "plan" },
    { kind: "ig_post", title: "Autumn restock", media: "walnut" },
    { kind: "story_mention", media: "lake" },
    { kind: "unsupported" },
    { kind: "ephemeral" },
    { kind: "attachments", attachments: [{ type: "scent", payload: { notes: ["cedar"] } }] },
  ]) {
    await customer.writes("", { ...more, text: undefined });
  }
  const { mid } = await customer.writes("Until Saturdya");
  await customer.does("edit", { mid, text: "Until Saturday" });
  const wrong = await customer.writes("Wrong chat");
  await customer.does("unsend", { mid: wrong.mid });
  await customer.writes("So beautiful", { kind: "story_reply", media: "lamp" });
  return igsid;
}

/** One file that can go out and one that Instagram would not take. */
async function attach(page: Page): Promise<void> {
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (await chosen).setFiles(["public/icon-180.png", "README.md"]);
  const files = page.getByRole("list", { name: "Files that go out" });
  await expect(files.getByRole("listitem")).toHaveCount(2);
  // The picture is drawn anew in a process of its own, which a busy machine is slow to start.
  await expect(files.getByRole("progressbar")).toHaveCount(0, { timeout: 30_000 });
}

async function saveReply(page: Page): Promise<string> {
  const shortcut = `hours${Date.now()}`;
  await page.goto("/settings/replies");
  await page.getByRole("textbox", { name: "Shortcut" }).fill(shortcut);
  await page.getByRole("textbox", { name: "Text" }).fill("We are open from ten to six, {{first_name}}.");
  await page.getByRole("button", { name: "Save reply" }).click();
  await expect(page.getByText(`Saved reply /${shortcut} is saved.`)).toBeVisible();
  return shortcut;
}

async function showCustomer(page: Page): Promise<void> {
  const pane = page.getByRole("complementary", { name: "Customer" });
  if (!(await pane.isVisible())) await page.getByRole("button", { name: "Show customer" }).click();
  await expect(pane.getByRole("button", { name: "More about this person" })).toBeVisible();
}

async function invitationLink(page: Page): Promise<string> {
  await page.goto("/settings/members");
  await page.getByRole("textbox", { name: "Email" }).fill(`late-${Date.now()}@brassmoon.example`);
  await page.getByRole("button", { name: "Send invitation" }).click();
  return page.locator('input[value*="/invite/"]').first().inputValue();
}
