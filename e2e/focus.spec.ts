import { expect, makeCustomer, test } from "./fixtures.ts";

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

  await inbox.pick(other);
  await inbox.reply.fill("You too.");
  await page.getByRole("button", { name: "Reply and mark as done" }).press("Enter");
  await expect(inbox.bubble("And me?")).toHaveCount(0);
  await expect(inbox.reply).toBeFocused();

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
