import type { Page } from "@playwright/test";
import { sendAtOnce } from "./at-once.ts";
import { ACCOUNT, ADMIN, type Customer, expect, type Inbox, inviteColleague, makeCustomer, test } from "./fixtures.ts";

test("a working day: three people, two conflicts, one closed window, one dead connection, nothing lost or doubled", async ({
  browser,
  page,
  inbox: adas,
  simulator,
}) => {
  test.setTimeout(480_000);
  const [lena, marco, yusuf, late] = await Promise.all(Array.from({ length: 4 }, () => makeCustomer(simulator)));
  if (!lena || !marco || !yusuf || !late) throw new Error("A customer is missing.");
  const noras = await inviteColleague(page, browser, "Nora Winter");
  const bens = await inviteColleague(page, browser, "Ben Keller");
  const everybody = [adas, noras, bens];
  for (const { page: theirs } of [noras, bens]) {
    await sendAtOnce(theirs);
    await theirs.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Inbox" }).click();
  }

  await test.step("1 in the morning four customers have written, and all three see them", async () => {
    await page.goto("/inbox");
    await late.writes("Is anybody there?", { ago_seconds: 25 * 3600 });
    for (const one of [lena, marco, yusuf]) await one.writes("Do you ship to Basel?");
    for (const one of everybody) {
      for (const customer of [lena, marco, yusuf, late]) await expect(one.conversation(customer)).toBeVisible();
    }
  });

  await test.step("2 the admin gives one to a colleague, by keyboard", async () => {
    await open(adas, lena);
    await page.keyboard.press("a");
    await page.getByRole("dialog").getByRole("combobox").fill("Nora W");
    await page.getByRole("dialog").getByRole("option", { name: "Nora Winter" }).click();
    await expect(adas.messages).toContainText(`${ADMIN.name} assigned this to Nora Winter`);
  });

  await test.step("3 who hears of it under her bell, and goes there", async () => {
    await expect(bell(noras)).toHaveAccessibleName(/1 new notification/);
    await bell(noras).click();
    await noras.page.getByRole("link", { name: new RegExp(lena.name) }).click();
    await expect(noras.bubble("Do you ship to Basel?")).toBeVisible();
    await expect(noras.page).toHaveURL(/\/inbox\//);
  });

  await test.step("4 it stands among her own", async () => {
    await goTo(noras, "Mine");
    await expect(noras.conversation(lena)).toBeVisible();
    await expect(noras.conversation(marco)).toHaveCount(0);
    await goTo(noras, "All open");
    await open(noras, lena);
  });

  await test.step("5 who answers first takes the conversation", async () => {
    await open(bens, marco);
    await bens.send("Yes, within two days.");
    await expect(adas.conversation(marco)).toContainText("within two days");
    await expect(bens.messages).toContainText("Ben Keller took this over");
  });

  await test.step("6 one sees that a colleague writes", async () => {
    await noras.reply.pressSequentially("Yes, we");
    await expect(present(page)).toHaveText("Nora Winter is writing …");
  });

  await test.step("7 first conflict: the colleague was faster, so the admin's reply stops", async () => {
    await page.route("**/api/inbox/changes*", (route) => route.abort());
    await noras.reply.fill("Yes, we do, on Tuesdays.");
    await noras.reply.press("Enter");
    await expect(noras.bubble("on Tuesdays")).toBeVisible();
    await adas.send("No, not at all.");
    await expect(conflict(adas)).toBeVisible();
    await expect(adas.bubble("No, not at all.")).toHaveCount(0);
    await page.unroute("**/api/inbox/changes*");
  });

  await test.step("8 she reads what was said and leaves it at that", async () => {
    // What comes next is heard at once; without it the page asks again by itself, after a quarter of a minute at most.
    await marco.writes("Is anybody there?");
    await expect(adas.bubble("on Tuesdays")).toBeVisible({ timeout: 20_000 });
    await adas.reply.fill("");
    await expect.poll(() => lena.reads(), { timeout: 20_000 }).toContain("Yes, we do, on Tuesdays.");
    expect(await lena.reads()).not.toContain("No, not at all.");
  });

  await test.step("9 second conflict: the customer wrote meanwhile; one more key sends all the same", async () => {
    await bens.page.route("**/api/inbox/changes*", (route) => route.abort());
    await marco.writes("Wait, I mean Bern!");
    await expect(adas.conversation(marco)).toContainText("I mean Bern");
    await bens.reply.fill("Shall I reserve it?");
    await bens.reply.press("Enter");
    await expect(conflict(bens)).toBeVisible();
    await bens.page.unroute("**/api/inbox/changes*");
    await marco.writes("Bern, not Basel");
    await expect(bens.bubble("Bern, not Basel")).toBeVisible({ timeout: 20_000 });
    await bens.reply.fill("To Bern as well. Shall I reserve it?");
    await expect(async () => {
      await bens.reply.press("Enter");
      await expect(bens.bubble("To Bern as well")).toBeVisible({ timeout: 800 });
    }).toPass();
    await expect.poll(() => marco.reads(), { timeout: 20_000 }).toContain("To Bern as well. Shall I reserve it?");
  });

  await test.step("10 a note asks a colleague, and the customer never sees it", async () => {
    await open(adas, yusuf);
    await page.keyboard.press("Escape");
    await page.keyboard.press("n");
    const field = page.getByRole("textbox", { name: "Note" });
    await field.fill("@Ben Keller do we have walnut left?");
    await page.getByRole("button", { name: "Add note" }).click();
    await expect(bell(bens)).toHaveAccessibleName(/new notification/);
    expect(await yusuf.reads()).toEqual(["Do you ship to Basel?"]);
  });

  await test.step("11 who was asked finds it and answers the customer", async () => {
    await bell(bens).click();
    await bens.page.getByRole("link", { name: new RegExp(`mentioned you in ${yusuf.name}`) }).click();
    await expect(bens.messages).toContainText("do we have walnut left?");
    await bens.send("We ship to Basel, and two in walnut are left.");
    await expect.poll(() => yusuf.reads(), { timeout: 20_000 }).toHaveLength(2);
  });

  await test.step("12 the closed window: said in words, with nothing to send by mistake", async () => {
    await open(noras, late);
    await expect(noras.page.getByText("The time to reply is over")).toBeVisible();
    await expect(noras.reply).toHaveCount(0);
  });

  await test.step("13 the customer writes again, and it opens by itself", async () => {
    await late.writes("Hello again");
    await expect(noras.reply).toBeVisible();
    await noras.send("Sorry that you had to wait.");
    await expect.poll(() => late.reads(), { timeout: 20_000 }).toContain("Sorry that you had to wait.");
  });

  await test.step("14 the account's access dies: what is written waits, and all are told why", async () => {
    await simulator.control("POST", `/accounts/${ACCOUNT.username}/token`, { state: "password" });
    await open(adas, yusuf);
    await page.getByRole("group", { name: "What you write" }).getByRole("button", { name: "Reply" }).click();
    await adas.send("One more thing: pick-up is free.");
    await expect(page.getByText(/no longer accepts our access/).first()).toBeVisible();
    await expect(adas.bubble("pick-up is free")).toContainText("Queued");
    await open(bens, yusuf);
    await expect(bens.page.getByText(/no longer accepts our access/).first()).toBeVisible();
  });

  await test.step("15 customers' messages still arrive meanwhile", async () => {
    await lena.writes("Thank you!");
    await expect(noras.conversation(lena)).toContainText("Thank you!");
  });

  await test.step("16 the admin connects again, and what waited is sent once", async () => {
    await page.goto("/settings/accounts");
    const account = page.getByRole("article", { name: `@${ACCOUNT.username}` });
    await account
      .getByRole("link", { name: /Reconnect/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page).toHaveURL(/\/settings\/accounts/);
    await expect.poll(() => yusuf.reads(), { timeout: 30_000 }).toContain("One more thing: pick-up is free.");
  });

  await test.step("17 a train goes through a tunnel: what is written is kept and goes out once", async () => {
    await open(bens, marco);
    await bens.page.context().setOffline(true);
    await bens.send("From the train: it is reserved.");
    await expect(bens.bubble("From the train")).toBeVisible();
    await bens.page.context().setOffline(false);
    await expect(async () => {
      const again = bens.bubble("From the train").getByRole("button", { name: "Try again" });
      if (await again.isVisible()) await again.click();
      expect(await marco.reads()).toContain("From the train: it is reserved.");
    }).toPass({ timeout: 40_000 });
  });

  await test.step("18 one puts a conversation off, and the customer brings it back", async () => {
    await page.goto("/inbox");
    await open(adas, yusuf);
    await page.keyboard.press("Escape");
    await page.keyboard.press("s");
    await page.getByRole("dialog").getByRole("option", { name: "Tomorrow morning" }).click();
    await expect(noras.conversation(yusuf)).toHaveCount(0);
    await yusuf.writes("I take it");
    await expect(noras.conversation(yusuf)).toContainText("I take it");
  });

  await test.step("19 in the evening everything is done, with one key, and one slip taken back", async () => {
    await page.goto("/inbox");
    for (const customer of [lena, marco, yusuf, late]) {
      await open(noras, customer);
      await noras.page.getByRole("button", { name: "Done", exact: true }).click();
      await expect(adas.conversation(customer)).toHaveCount(0);
    }
    await noras.page.keyboard.press("z");
    await expect(adas.conversation(late)).toBeVisible();
    await open(noras, late);
    await noras.page.getByRole("button", { name: "Done", exact: true }).click();
    await expect(adas.conversation(late)).toHaveCount(0);
  });

  await test.step("20 every customer has each answer exactly once, on all three screens the same", async () => {
    expect(await lena.reads()).toEqual(["Do you ship to Basel?", "Yes, we do, on Tuesdays.", "Thank you!"]);
    expect(await count(marco, "it is reserved")).toBe(1);
    expect(await count(marco, "Yes, within two days.")).toBe(1);
    expect(await count(yusuf, "pick-up is free")).toBe(1);
    for (const one of everybody) {
      await goTo(one, "Done");
      for (const customer of [lena, marco, yusuf, late]) await expect(one.conversation(customer)).toBeVisible();
    }
  });

  await Promise.all([noras.page.context().close(), bens.page.context().close()]);
});

async function open(inbox: Inbox, customer: Customer): Promise<void> {
  await inbox.conversation(customer).getByRole("link").click();
  const conversation = inbox.page.getByRole("region", { name: "Messages" });
  await expect(conversation.getByRole("heading", { level: 2, name: customer.name })).toBeVisible();
  await expect(inbox.messages).toBeVisible();
}

function goTo({ page }: Inbox, view: string): Promise<void> {
  return page
    .getByRole("navigation", { name: "Views" })
    .getByRole("link", { name: new RegExp(`^${view}`) })
    .click();
}

function bell({ page }: Inbox) {
  return page.getByRole("button", { name: /^Notifications/ });
}

function conflict({ page }: Inbox) {
  return page.getByRole("alert").filter({ hasText: "This arrived while you were writing" });
}

/** The polite words for who is here. */
function present(page: Page) {
  return page.getByRole("region", { name: "Messages" }).getByRole("status").first();
}

async function count(customer: Customer, text: string): Promise<number> {
  return (await customer.reads()).filter((read) => read.includes(text)).length;
}
