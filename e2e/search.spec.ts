import { ACCOUNT, expect, makeCustomer, test } from "./fixtures.ts";

test("somebody searches all messages by keyboard, lands on the hit, steps to the next and comes back", async ({
  inbox,
  customer,
  simulator,
  page,
}) => {
  const word = `Zirbenholz${Math.random().toString(36).slice(2, 6)}`;
  await customer.writes(`Haben Sie ${word}bretter?`);
  for (let line = 0; line < 12; line++) await customer.writes(`Noch etwas ${line}`);
  await customer.writes(`Ich meine das ${word.toUpperCase()} von gestern`);
  const other = await makeCustomer(simulator);
  await other.writes(`Auch ich suche ${word}`);

  await inbox.open(other);
  await expect(inbox.bubble("Auch ich suche")).toBeVisible();
  await page.keyboard.press("/");
  const field = page.getByRole("combobox", { name: "Search everything" });
  await expect(field).toBeFocused();
  await page.keyboard.type(word.slice(3).toLowerCase());
  const results = page.getByRole("listbox", { name: "Search results" });
  await expect(results.getByRole("option")).toHaveCount(3);
  await expect(results.getByRole("option").last()).toContainText(`Haben Sie ${word}bretter?`);
  await expect(results.locator("mark").last()).toHaveText(word.slice(3));

  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowDown");
  await expect(results.getByRole("option").last()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(inbox.bubble(`${word}bretter`)).toBeInViewport();
  const within = page.getByRole("search", { name: "Search this conversation" });
  await expect(within).toContainText("2 of 2");
  await within.getByRole("button", { name: /Newer hit/ }).click();
  await expect(within).toContainText("1 of 2");
  await expect(inbox.bubble("von gestern")).toBeInViewport();

  await page.reload();
  await expect(inbox.bubble("von gestern")).toBeInViewport();
  await expect(within).toContainText("1 of 2");
  await expect(results.getByRole("option")).toHaveCount(3);
  await expect(inbox.bubble("von gestern")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(within).toHaveCount(0);
  await expect(field).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(inbox.conversations).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByRole("option", { name: word.slice(3).toLowerCase() })).toBeVisible();
});

test("within a conversation Ctrl-F finds what was said long ago", async ({ inbox, customer, page }) => {
  await customer.writes("Der Schlüssel liegt unter der Matte");
  for (let line = 0; line < 60; line++) await customer.writes(`Zeile ${line}`);
  await inbox.open(customer);
  await page.keyboard.press("Control+f");
  const field = page.getByRole("textbox", { name: "Search this conversation" });
  await expect(field).toBeFocused();
  await page.keyboard.type("schluessel");
  await expect(page.getByText("One hit")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(inbox.bubble("Schlüssel liegt")).toBeInViewport();
  await expect(page.getByText("1 of 1")).toBeVisible();
  await expect(field).toBeFocused();
  const marked = () => page.evaluate(() => [...(CSS.highlights.get("search-current") ?? [])].map(String));
  await expect.poll(marked).toEqual(["Schlüssel"]);
  await page.keyboard.press("Escape");
  await expect(inbox.bubble("Schlüssel liegt")).toBeFocused();
});

test("people are found although their name is misspelt, and an unsent message is not found at all", async ({
  inbox,
  customer,
  simulator,
  page,
}) => {
  const secret = `Geheimnis${Math.random().toString(36).slice(2, 7)}`;
  const { mid } = await customer.writes(secret);
  await inbox.open(customer);
  await expect(inbox.bubble(secret)).toBeVisible();
  await page.goto(`/inbox?q=${secret.toLowerCase()}`);
  await expect(page.getByRole("option")).toHaveCount(1);
  await customer.does("unsend", { mid });
  await inbox.open(customer);
  await expect(inbox.bubble(secret)).toHaveCount(0);
  await page.goto(`/inbox?q=${secret.toLowerCase()}`);
  await expect(page.getByText(`Nothing holds “${secret.toLowerCase()}”`)).toBeVisible();

  await simulator.control("POST", "/customers", { username: "valentina.bruehlmeier", name: "Valentina Brühlmeier" });
  const hello = { account: ACCOUNT.username, text: "Grüezi" };
  await simulator.control("POST", "/customers/valentina.bruehlmeier/messages", hello);
  await inbox.open({ name: "Valentina Brühlmeier" });
  await page.goto("/inbox?q=valetnina bruelmeier");
  await page.getByRole("option", { name: "Valentina Brühlmeier" }).click();
  await expect(inbox.bubble("Grüezi")).toBeVisible();
});
