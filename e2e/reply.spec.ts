import { expect, test } from "./fixtures.ts";

test("a reply that Instagram refuses says why and can be tried again", async ({ simulator, inbox, customer }) => {
  const { igsid } = await customer.writes("Can you answer me?");
  await inbox.open(customer);
  await simulator.spoils({ match: { endpoint: "messages", recipient: igsid, kind: "text" }, error: "unavailable" });

  await inbox.send("Of course");
  const bubble = inbox.bubble("Of course");
  await expect(bubble).toContainText("Failed");
  await bubble.getByRole("button", { name: "Try again" }).click();
  await expect(bubble).toContainText("Sent");
  expect(await simulator.accepted(igsid)).toEqual(["Of course"]);
});

test("a reply with an unknown outcome is settled by looking, never by sending twice", async ({
  simulator,
  inbox,
  customer,
}) => {
  const { igsid } = await customer.writes("Did you get that?");
  await inbox.open(customer);
  await simulator.control("PATCH", "/webhooks", { echo: "missing" });
  await simulator.spoils({
    match: { endpoint: "messages", recipient: igsid, kind: "text" },
    accept: true,
    error: "unknown",
  });

  await inbox.send("Yes, we did");
  await expect(inbox.bubble("Yes, we did")).toContainText("Unconfirmed");
  await expect(inbox.bubble("Yes, we did")).toContainText("Sent", { timeout: 30_000 });
  expect(await simulator.accepted(igsid)).toEqual(["Yes, we did"]);
});

test("an echo that overtakes the answer makes no second bubble", async ({ simulator, inbox, customer }) => {
  await customer.writes("Quick one");
  await inbox.open(customer);
  await simulator.control("PATCH", "/webhooks", { echo: "before" });
  await inbox.send("Faster than light");
  await expect(inbox.bubble("Faster than light")).toContainText("Sent");
  await expect(inbox.bubble("Faster than light")).toHaveCount(1);
});

test("a text too long for Instagram is counted in bytes, stays in the composer, and goes in parts when asked to", async ({
  inbox,
  customer,
  page,
}) => {
  await customer.writes("Tell me everything");
  await inbox.open(customer);
  await inbox.reply.fill("ü".repeat(520));
  await expect(page.getByText("40 bytes too long for one message")).toBeVisible();
  await inbox.reply.press("Enter");
  await expect(page.getByText(/goes out as 2\. Press Enter again/)).toBeVisible();
  await expect(inbox.reply).toHaveValue("ü".repeat(520));
  await page.getByRole("button", { name: "Send as 2 messages" }).click();
  await expect.poll(() => customer.reads()).toEqual(["Tell me everything", "ü".repeat(500), "ü".repeat(20)]);
});

test("a closed window is said in words in the composer's place", async ({ inbox, customer, page }) => {
  await customer.writes("Nobody answered me yesterday", { ago_seconds: 25 * 3600 });
  await inbox.open(customer);
  await expect(page.getByText("The time to reply is over")).toBeVisible();
  await expect(inbox.reply).toHaveCount(0);

  await customer.writes("Still there?");
  await expect(inbox.reply).toBeVisible();
});

test("what is written is kept when the conversation is left and the page reloaded", async ({ inbox, customer }) => {
  await customer.writes("Take your time");
  await inbox.open(customer);
  await inbox.reply.fill("Half a thought");
  await inbox.open(customer);
  await expect(inbox.reply).toHaveValue("Half a thought");
});

test.describe("a page that is slow to come to life", () => {
  // What goes through the service worker cannot be held up.
  test.use({ serviceWorkers: "block" });

  test("takes no words that it could not keep, and none of what comes after is lost", async ({
    inbox,
    customer,
    page,
  }) => {
    await customer.writes("Is anybody there?");
    await inbox.open(customer);
    const scripts = Promise.withResolvers<void>();
    await page.route("**/_next/static/**/*.js", (route) => scripts.promise.then(() => route.continue()));
    await page.reload({ waitUntil: "commit" });
    await expect(inbox.bubble("Is anybody there?")).toBeVisible();
    await expect(inbox.reply).not.toBeEditable();

    scripts.resolve();
    await inbox.reply.fill("Always");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(inbox.bubble("Always")).toContainText("Sent");
  });
});
