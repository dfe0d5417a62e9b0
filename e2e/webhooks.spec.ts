import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";
import { expect, test } from "./fixtures.ts";

type Arrived = { headers: Record<string, string>; body: string };

/** A consumer on the one private address that this installation may reach. */
async function listen() {
  const arrived: Arrived[] = [];
  const answer = { status: 204 };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    arrived.push({ headers: request.headers as Record<string, string>, body });
    response.writeHead(answer.status).end();
  });
  const port = Number(process.env.E2E_CONSUMER_PORT);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/hook`, arrived, answer, stop };
}

test("an admin adds a webhook, sends a test event, and sees a customer's message delivered and redelivered", async ({
  page,
  customer,
}) => {
  const consumer = await listen();
  await page.goto("/settings/developers");
  const webhooks = page.getByRole("region", { name: "Webhooks" });

  await webhooks.getByRole("button", { name: "Add webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Shop");
  await dialog.getByRole("textbox", { name: "Address" }).fill("https://10.0.0.1/hook");
  await dialog.getByRole("textbox", { name: "Headers" }).fill("Authorization: Bearer of the shop");
  await dialog.getByRole("button", { name: "Add webhook" }).click();
  await expect(dialog.getByRole("alert")).toContainText("lead to public addresses");
  await expect(dialog.getByRole("textbox", { name: "Headers" })).toHaveValue("Authorization: Bearer of the shop");
  await dialog.getByRole("textbox", { name: "Address" }).fill(consumer.url);
  await dialog.getByRole("button", { name: "Add webhook" }).click();
  await expect(dialog).toHaveCount(0);
  const secret = await page.getByRole("textbox", { name: "Secret" }).inputValue();
  const row = webhooks.getByRole("list", { name: "Webhooks" }).getByRole("listitem").filter({ hasText: "Shop" });

  await row.getByRole("button", { name: "Send a test event to Shop" }).click();
  await expect(page.getByText(/Delivered\. Answer 204/)).toBeVisible();
  const [tested] = consumer.arrived;
  expect(new Webhook(secret).verify(tested?.body ?? "", tested?.headers ?? {})).toMatchObject({
    event: "webhook.test",
  });
  expect(tested?.headers.authorization).toBe("Bearer of the shop");
  const deliveries = page.getByRole("list", { name: "Deliveries" });
  await expect(deliveries.getByRole("listitem").filter({ hasText: "webhook.test" })).toContainText("Delivered");

  await customer.writes("Is the oak shelf in stock?");
  await expect.poll(() => consumer.arrived.map(({ body }) => body).join()).toContain("Is the oak shelf in stock?");
  await page.reload();
  const told = deliveries.getByRole("listitem").filter({ hasText: "message.received" }).first();
  await expect(told).toContainText("Delivered");
  await told.getByText("message.received", { exact: true }).click();
  await expect(told.getByRole("region", { name: "What is sent" })).toContainText("Is the oak shelf in stock?");
  const first = consumer.arrived.find(({ body }) => body.includes("Is the oak shelf in stock?"));
  const before = consumer.arrived.length;
  await told.getByRole("button", { name: /^Redeliver/ }).click();
  await expect.poll(() => consumer.arrived.length).toBe(before + 1);
  expect(consumer.arrived.at(-1)?.body).toBe(first?.body);

  consumer.answer.status = 410;
  await customer.writes("And the walnut one?");
  await expect(async () => {
    await page.goto("/settings/system");
    await expect(page.getByText(/A webhook was switched off/)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await page.getByRole("link", { name: "Look at webhooks" }).click();
  await expect(row).toContainText("The address answered 410");
  consumer.answer.status = 204;
  await row.getByRole("button", { name: "Switch Shop on again" }).click();
  await expect(row).toContainText("On");

  await row.getByRole("button", { name: "More about Shop" }).click();
  await page.getByRole("menuitem", { name: "New secret" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "New secret" }).click();
  await expect(page.getByRole("textbox", { name: "Secret" })).not.toHaveValue(secret);
  const renewed = await page.getByRole("textbox", { name: "Secret" }).inputValue();
  await row.getByRole("button", { name: "Send a test event to Shop" }).click();
  await expect.poll(() => consumer.arrived.at(-1)?.headers["webhook-signature"]?.split(" ").length).toBe(2);
  const last = consumer.arrived.at(-1);
  for (const one of [secret, renewed]) {
    expect(new Webhook(one).verify(last?.body ?? "", last?.headers ?? {})).toMatchObject({ event: "webhook.test" });
  }

  await row.getByRole("button", { name: "More about Shop" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(row).toHaveCount(0);
  consumer.stop();
});
