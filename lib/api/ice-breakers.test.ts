import "#test/database.ts";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { apiKeys } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, refusal, serveApi } from "#test/api.ts";
import { openApiInbox } from "#test/api-inbox.ts";
import { makeAccount, makeMember } from "#test/factories.ts";
import { calls } from "#test/simulator.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let inbox: Awaited<ReturnType<typeof openApiInbox>>;
beforeEach(async () => {
  inbox = await openApiInbox();
});

const QUESTIONS = [
  { question: "What are your opening hours?", payload: "ICE_HOURS" },
  { question: "Liefern Sie auch nach Köln?", payload: "ICE_DELIVERY" },
];

test("ice breakers are set at Instagram, read back and taken away, twice without harm", async () => {
  const { accountsettings } = api.sdk(inbox.key);
  const path = { accountId: inbox.accountId };
  for (let again = 0; again < 2; again++) {
    await accountsettings.setInstagramIceBreakers({ path, body: { ice_breakers: QUESTIONS } });
    expect((await accountsettings.getInstagramIceBreakers({ path })).data?.data).toEqual(QUESTIONS);
  }
  for (let again = 0; again < 2; again++) await accountsettings.deleteInstagramIceBreakers({ path });
  expect((await accountsettings.getInstagramIceBreakers({ path })).data?.data).toEqual([]);
});

test("too many, or another workspace's account, are refused before any call", async () => {
  const { accountsettings } = api.sdk(inbox.key);
  const five = [...QUESTIONS, ...QUESTIONS, ...QUESTIONS].slice(0, 5);
  const path = { accountId: inbox.accountId };
  const before = (await calls()).length;
  await refusal(accountsettings.setInstagramIceBreakers({ path, body: { ice_breakers: five } }));
  const strange = { accountId: (await makeAccount({ workspaceId: (await makeMember()).workspaceId })).id };
  const error = await refusal(accountsettings.getInstagramIceBreakers({ path: strange }));
  expect(error).toMatchObject({ statusCode: 404 });

  const own = await makeAccount({ workspaceId: inbox.workspaceId });
  await db
    .update(apiKeys)
    .set({ accountIds: [own.id] })
    .where(eq(apiKeys.id, inbox.keyId));
  expect(await refusal(accountsettings.getInstagramIceBreakers({ path }))).toMatchObject({ statusCode: 404 });
  expect(await calls()).toHaveLength(before);
});
