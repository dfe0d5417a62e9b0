import type { Page } from "@playwright/test";
import { attachTwo, Eyes } from "./eyes.ts";
import { type Customer, expect, inviteColleague, makeCustomer, test } from "./fixtures.ts";

test("the inbox is accessible in every state", async ({ page, browser, inbox, customer, simulator }) => {
  test.setTimeout(240_000);
  const eyes = new Eyes(page);
  const late = await makeCustomer(simulator);
  await late.writes("Is anybody there?", { ago_seconds: 25 * 3600 });
  const igsid = await writeOfEveryKind(customer);
  const reply = await saveReply(page);
  const colleague = await inviteColleague(page, browser, "Mona Stern");
  await colleague.page.context().close();

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Inbox" }).click();
  await inbox.find(customer);
  await eyes.on("the list, nothing opened");
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await eyes.on("the bell", "[role=dialog]");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Your menu" }).click();
  await eyes.on("the member's menu", "[role=menu]");
  await page.keyboard.press("Escape");
  for (const view of ["Snoozed", "Unassigned"]) {
    await goTo(page, view);
    await eyes.on(`the view ${view}`);
  }

  await goTo(page, "All open");
  await inbox.pick(customer);
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
  await attachTwo(page);
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
  await page.setViewportSize({ width: 1100, height: 720 });
  await page.getByRole("heading", { level: 1 }).getByRole("button").click();
  await eyes.on("choosing a view", "[role=menu]");
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 1280, height: 720 });

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

  await inbox.open(late);
  await expect(page.getByText("The time to reply is over")).toBeVisible();
  await eyes.on("a closed window");
  await page.goto(`/inbox?q=${customer.username}`);
  await expect(page.getByRole("option").first()).toBeVisible();
  await eyes.on("a search");
  await page.getByRole("combobox", { name: "Search everything" }).fill("nothingholdsthis");
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

async function goTo(page: Page, view: string): Promise<void> {
  const link = page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: new RegExp(`^${view}`) });
  await link.click();
  await expect(link).toHaveAttribute("aria-current", "page");
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
