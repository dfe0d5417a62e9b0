import { anotherInbox, expect, test } from "./fixtures.ts";

test("what a customer does to a message shows at once", async ({ inbox, customer }) => {
  const { mid } = await customer.writes("I would like tow chairs");
  await inbox.open(customer);
  await expect(inbox.bubble("tow chairs")).toBeVisible();

  await customer.does("edit", { mid, text: "I would like two chairs" });
  await expect(inbox.bubble("two chairs")).toContainText("Edited");

  await inbox.send("With pleasure!");
  await expect(inbox.bubble("With pleasure!")).toContainText("Sent");
  await customer.does("react", { emoji: "❤️", mid: await midOf(customer, "With pleasure!") });
  await expect(inbox.bubble("With pleasure!")).toContainText("❤️");

  await customer.does("unsend", { mid });
  await expect(inbox.messages).toContainText(/unsent/i);
  await expect(inbox.messages).not.toContainText("two chairs");
});

test("pictures, story replies, shared posts and things nobody knows yet are shown as what they are", async ({
  inbox,
  customer,
}) => {
  await customer.writes("", { kind: "image", media: "walnut" });
  await customer.writes("Love this one!", { kind: "story_reply", media: "lamp" });
  await customer.writes("", { kind: "ig_post", title: "Autumn restock", media: "bowl" });
  await customer.writes("", { kind: "audio", media: "voice" });
  await customer.writes("", { kind: "ephemeral" });
  await customer.writes("", { kind: "raw", event: { hologram: { mid: "h", depth: 3 } } });
  await inbox.open(customer);

  const picture = inbox.messages.getByRole("img").first();
  await expect(picture).toBeVisible();
  await expect
    .poll(() =>
      inbox.messages.locator("img").evaluateAll((all) => all.some((one) => (one as HTMLImageElement).naturalWidth > 0)),
    )
    .toBe(true);
  await expect(inbox.messages).toContainText("Replied to your story");
  await expect(inbox.messages).toContainText("Autumn restock");
  await expect(inbox.messages).toContainText("view once");
  await expect(inbox.messages).toContainText("does not know yet");
});

test("a colleague's screen follows along", async ({ browser, inbox, customer }) => {
  await customer.writes("Who answers first?");
  const colleague = await anotherInbox(browser);
  await inbox.open(customer);
  await colleague.open(customer);

  await inbox.send("I do.");
  await expect(colleague.bubble("I do.")).toContainText("Sent");
  await customer.writes("That was quick");
  await expect(inbox.bubble("That was quick")).toBeVisible();
  await expect(colleague.bubble("That was quick")).toBeVisible();
  await colleague.page.context().close();
});

test("nothing is missing or doubled after the connection was away", async ({ context, inbox, customer }) => {
  await customer.writes("one");
  await inbox.open(customer);
  await expect(inbox.bubble("one")).toBeVisible();

  await context.setOffline(true);
  await customer.writes("two while away");
  await customer.writes("three while away");
  await context.setOffline(false);
  await expect(inbox.bubble("three while away")).toHaveCount(1, { timeout: 20_000 });
  await expect(inbox.bubble("two while away")).toHaveCount(1);
  await expect(inbox.bubble("one")).toHaveCount(1);
});

test("duplicated and shuffled deliveries make one message each", async ({ simulator, inbox, customer }) => {
  await simulator.control("PATCH", "/webhooks", { duplicate: 3, hold: true });
  for (const text of ["first thing", "second thing", "third thing"]) await customer.writes(text);
  await simulator.control("PATCH", "/webhooks", { hold: false });
  await simulator.control("POST", "/webhooks/release", { as: "single", order: "shuffle" });
  await simulator.control("POST", "/webhooks/settle", { timeout_ms: 10_000 });

  await inbox.open(customer);
  await expect(inbox.messages.getByRole("article")).toHaveText([/first thing/, /second thing/, /third thing/]);
});

async function midOf(customer: { reads(): Promise<string[]>; username: string }, text: string): Promise<string> {
  const response = await fetch(
    `${process.env.E2E_SIMULATOR_URL}/control/threads?customer=${customer.username}&account=brassmoonstudio`,
  );
  const { messages } = (await response.json()) as { messages: { mid: string; text: string | null }[] };
  return messages.find((message) => message.text === text)?.mid ?? "";
}
