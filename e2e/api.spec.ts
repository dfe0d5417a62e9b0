import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { type ListAccountsResponse, Zernio, ZernioApiError } from "@zernio/node";
import { ACCOUNT, expect, test } from "./fixtures.ts";

test("an admin makes a key, the published SDK works with it, and revoking it ends that", async ({
  page,
  inbox,
  customer,
  baseURL,
}) => {
  await customer.writes("Do you ship to Graz?");
  await page.goto("/settings/developers");
  await page.getByRole("textbox", { name: "Name" }).fill("Shop");
  await page.getByRole("button", { name: "Create key" }).click();
  const field = page.getByRole("textbox", { name: "API key" });
  await expect(field).toHaveValue(/^ak_live_/);
  const apiKey = await field.inputValue();
  const row = page.getByRole("list", { name: "Keys" }).getByRole("listitem").filter({ hasText: "Shop" });
  await expect(row).toContainText("Never used");

  const antwort = new Zernio({ apiKey, baseURL: `${baseURL}/api` });
  expect((await antwort.apiKeys.verifyCredential()).data?.name).toBe("Shop");
  const accountId = await findAccount(antwort);
  const conversationId = await findConversation(antwort, customer.name);
  const path = { conversationId };
  const sent = await antwort.messages.sendInboxMessage({ path, body: { accountId, message: "Yes, on Mondays." } });
  expect([sent.response.status, sent.data?.data?.messageId]).toEqual([200, expect.stringMatching(/./)]);
  expect(await customer.reads()).toEqual(["Do you ship to Graz?", "Yes, on Mondays."]);
  await antwort.messages.markConversationRead({ path, body: { accountId } });
  const { data } = await antwort.messages.getInboxConversation({ path, query: { accountId } });
  expect(data?.data).toMatchObject({ lastMessage: "Yes, on Mondays.", unreadCount: 0 });

  await inbox.open(customer);
  await expect(inbox.bubble("Yes, on Mondays.")).toContainText("Sent");

  await page.goto("/settings/developers");
  await expect(row).not.toContainText("Never used");
  await expect(page.getByRole("textbox", { name: "API key" })).toHaveCount(0);
  await row.getByRole("button", { name: "Revoke the key Shop" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row).toHaveCount(0);
  await expect(antwort.apiKeys.verifyCredential()).rejects.toThrow(ZernioApiError);
});

test("no header, however odd, is answered with anything but 401", async ({ baseURL }) => {
  expect(await statusFor(`${baseURL}/api/v1/accounts`, ["Bearer one", "Bearer two"])).toBe(401);
  for (const authorization of ["Bearer %", "Bearer ", `Bearer ${"x".repeat(10_000)}`, "Basic eDp5"]) {
    const response = await fetch(`${baseURL}/api/v1/accounts`, { headers: { authorization } });
    expect([authorization.slice(0, 12), response.status]).toEqual([authorization.slice(0, 12), 401]);
    expect(await response.json()).toMatchObject({ type: "authentication_error" });
  }
  const document = await fetch(`${baseURL}/api/v1/openapi.json`);
  expect([document.status, await document.json()]).toMatchObject([200, { openapi: "3.1.0" }]);
});

/** Two headers of one name, as no well-behaved client sends them. */
async function statusFor(url: string, authorization: string[]): Promise<number | undefined> {
  const twice = authorization.flatMap((value) => ["authorization", value]);
  const asked = request(url, { headers: ["host", new URL(url).host, ...twice] }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

async function findAccount(antwort: Zernio): Promise<string> {
  const { data }: { data?: ListAccountsResponse } = await antwort.accounts.listAccounts();
  return data?.accounts?.find(({ username }) => username === ACCOUNT.username)?._id ?? "";
}

async function findConversation(antwort: Zernio, name: string): Promise<string> {
  let id = "";
  await expect(async () => {
    const { data } = await antwort.messages.searchInboxConversations({ query: { query: name } });
    id = data?.data?.[0]?.conversation?.id ?? "";
    expect(id).not.toBe("");
  }).toPass();
  return id;
}
