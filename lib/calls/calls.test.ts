import "#test/database.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { desc, sql } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { db } from "#db/client.ts";
import { instagramAccounts, instagramCalls } from "#db/schema/index.ts";
import { getAccountAccess } from "#lib/account-access.ts";
import { getConversationMessages, listConversations } from "#lib/instagram/conversations.ts";
import { sendText } from "#lib/instagram/messages.ts";
import type { Member } from "#lib/members/member.ts";
import { connectThroughSimulator } from "#test/connect.ts";
import { empty } from "#test/empty.ts";
import { makeMember } from "#test/factories.ts";
import { control } from "#test/simulator.ts";
import { listCallers, listCalls } from "./queries.ts";
import { forgetOldCalls, startCallLog } from "./record.ts";
import { createUsageKeeper } from "./usage.ts";

const LENA = "1284407719365528";

let member: Member;
let accountId: string;
let token: string;
let igId: string;

beforeEach(async () => {
  await control("POST", "/reset");
  await empty("instagram_calls", "instagram_accounts");
  const endCallLog = startCallLog();
  ({ member } = await connectThroughSimulator());
  await endCallLog();
  accountId = (await db.select().from(instagramAccounts))[0]?.id ?? "";
  ({ token, igId } = await getAccountAccess(accountId));
});

test("connecting leaves its calls, those of the account under its name", async () => {
  const rows = await db.select().from(instagramCalls).orderBy(instagramCalls.id);
  expect(rows.map(({ method, endpoint, status }) => `${method} ${endpoint} ${status}`)).toEqual([
    "POST oauth/access_token 200",
    "GET access_token 200",
    "GET me 200",
    "POST {account}/subscribed_apps 200",
    "GET {account}/subscribed_apps 200",
  ]);
  expect(rows.map(({ instagramAccountId }) => instagramAccountId)).toEqual([null, null, null, accountId, accountId]);
});

test("a refusal is kept with its codes, and nothing secret or personal is", async () => {
  const { igsid } = await control<{ igsid: string }>("POST", `/customers/${LENA}/messages`, { text: "Secret words" });
  await control("POST", "/faults", { match: { endpoint: "messages" }, error: "window_closed" });
  const endCallLog = startCallLog();
  const { items } = await listConversations(token);
  await getConversationMessages(token, items[0]?.id ?? "");
  await sendText(token, igId, { recipientId: igsid, text: "Secret answer" }).catch(() => undefined);
  await endCallLog();

  const [newest, ...others] = await listCalls(member);
  expect(newest).toMatchObject({
    method: "POST",
    endpoint: "{account}/messages",
    status: 403,
    error: "window_closed",
    code: 10,
    subcode: 2534022,
    username: "brassmoonstudio",
  });
  expect(newest?.traceId).toMatch(/^A/);
  expect(newest?.durationMs).toBeGreaterThanOrEqual(0);
  expect(others.slice(0, 2).map(({ endpoint }) => endpoint)).toEqual(["{conversation}", "me/conversations"]);

  const kept = JSON.stringify(await db.select().from(instagramCalls));
  for (const secret of [token, igId, igsid, "Secret", items[0]?.id ?? ""]) expect(kept).not.toContain(secret);
});

test("a call without an answer has no status", async () => {
  await control("POST", "/faults", { match: { endpoint: "conversations" }, result: "drop" });
  const endCallLog = startCallLog();
  await listConversations(token).catch(() => undefined);
  await endCallLog();
  expect((await listCalls(member))[0]).toMatchObject({ status: null, error: "connection_lost", code: null });
});

test("the list can be narrowed to an account, to errors and to words; a stranger sees none of it", async () => {
  const other = await makeMember();
  await db
    .insert(instagramCalls)
    .values([
      row({ endpoint: "me/conversations", traceId: "Trace_1" }),
      row({ endpoint: "{account}/messages", status: 400, error: "rate_limit", code: 613, traceId: "Trace%2" }),
      row({ instagramAccountId: crypto.randomUUID(), endpoint: "{customer}" }),
    ]);
  const endpoints = async (filter: Parameters<typeof listCalls>[1], who = member) =>
    (await listCalls(who, filter)).map(({ endpoint }) => endpoint);

  expect(await endpoints({})).toHaveLength(5 + 2);
  expect(await endpoints({ accountId })).toHaveLength(2 + 2);
  expect(await endpoints({ accountId, onlyErrors: true })).toEqual(["{account}/messages"]);
  expect(await endpoints({ search: "613" })).toEqual(["{account}/messages"]);
  expect(await endpoints({ search: "trace_1" })).toEqual(["me/conversations"]);
  expect(await endpoints({ search: "%" })).toEqual(["{account}/messages"]);
  expect(await endpoints({ accountId }, other)).toEqual([]);
  expect(await listCallers(other)).toEqual([]);
  expect(await listCallers(member)).toEqual([{ id: accountId, username: "brassmoonstudio" }]);
});

test("what answers say of the limits is kept on their account, refusals included, and what one leaves open stays", async () => {
  const endCallLog = startCallLog();
  const business = {
    [igId]: [{ type: "instagram", call_count: 61, total_time: 9, estimated_time_to_regain_access: 0 }],
  };
  const headers = {
    "x-app-usage": '{"call_volume":12,"cpu_time":3}',
    "x-business-use-case-usage": JSON.stringify(business),
  };
  await control("POST", "/faults", { match: { endpoint: "conversations" }, headers });
  await listConversations(token);
  await endCallLog();
  expect(await usage()).toMatchObject({ appPercent: 12, accountPercent: 61, regainAccessAt: null });

  const endAgain = startCallLog();
  await control("POST", "/faults", { match: { endpoint: "conversations" }, error: "business_rate" });
  await listConversations(token).catch(() => undefined);
  await endAgain();
  const { accountPercent, regainAccessAt } = (await usage()) ?? {};
  expect(accountPercent).toBe(100);
  expect(Math.round((Date.parse(regainAccessAt ?? "") - Date.now()) / 60_000)).toBe(19);
});

test("an account's row is written once for many answers that say the same", async () => {
  const version = async () =>
    (await db.execute<{ xmin: string }>(sql`select xmin::text from instagram_accounts`))[0]?.xmin;
  const keeper = createUsageKeeper();
  const answer = { appPercent: 12, accountPercent: null, regainAccessMs: null };
  keeper.note(accountId, answer);
  await keeper.write();
  const written = await version();
  for (let count = 0; count < 5; count++) keeper.note(accountId, answer);
  await keeper.write(true);
  expect(await version()).toBe(written);
});

test("what was said of the limits is as old as the answer that said it, and is not said again by itself", async () => {
  const keeper = createUsageKeeper();
  const nearlyAll = { appPercent: 97, accountPercent: null, regainAccessMs: null };
  const began = Date.now();
  let now = began;
  const clock = vi.spyOn(Date, "now").mockImplementation(() => now);
  keeper.note(accountId, nearlyAll);
  now += 60_000;
  await keeper.write();
  const first = await usage();
  expect(first).toMatchObject({ appPercent: 97 });
  expect(Date.parse(first?.at ?? "")).toBeLessThan(began);

  now += 600_000;
  await keeper.write();
  expect(await usage()).toEqual(first);
  keeper.note(accountId, nearlyAll);
  await keeper.write();
  expect(Date.parse((await usage())?.at ?? "")).toBeGreaterThan(Date.parse(first?.at ?? ""));
  clock.mockRestore();
});

test("older calls follow page by page, none twice and none left out", async () => {
  await db.delete(instagramCalls);
  const at = new Date();
  await db.insert(instagramCalls).values(Array.from({ length: 250 }, (_, n) => row({ at, durationMs: n })));
  const seen: number[] = [];
  for (let before: number | undefined; ; ) {
    const page = await listCalls(member, { before });
    seen.push(...page.map(({ durationMs }) => durationMs));
    before = page.at(-1)?.id;
    if (page.length < 100) break;
  }
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 250 }, (_, n) => n));
});

test("rows go after thirty days", async () => {
  const old = new Date(Date.now() - 31 * 86_400_000);
  await db.insert(instagramCalls).values([row({ at: old }), row({})]);
  const before = await db.$count(instagramCalls);
  await forgetOldCalls();
  expect(await db.$count(instagramCalls)).toBe(before - 1);
});

test("a database that does not take the rows holds up no call, and is tried again with later ones", async () => {
  const endCallLog = startCallLog();
  await db.execute(sql`alter table instagram_calls rename to away`);
  await expect(listConversations(token)).resolves.toBeTruthy();
  await sleep(1_500);
  await db.execute(sql`alter table away rename to instagram_calls`);
  await listConversations(token, { limit: 1 });
  await endCallLog();
  const [newest] = await db.select().from(instagramCalls).orderBy(desc(instagramCalls.id));
  expect(newest?.endpoint).toBe("me/conversations");
});

async function usage() {
  return (await db.select().from(instagramAccounts))[0]?.usage;
}

function row(values: Partial<typeof instagramCalls.$inferInsert>): typeof instagramCalls.$inferInsert {
  const call = { at: new Date(), method: "GET", endpoint: "me", status: 200, durationMs: 12 };
  return { ...call, instagramAccountId: accountId, ...values };
}
