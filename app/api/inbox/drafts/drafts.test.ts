import "#test/database.ts";
import { sql } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { db } from "#db/client.ts";
import { sessions } from "#db/schema/index.ts";
import { hashToken, randomToken } from "#lib/crypto.ts";
import type { Member } from "#lib/members/member.ts";
import { makeAccount, makeConversation, makeMember } from "#test/factories.ts";
import { GET, PUT } from "./route.ts";

/** Next hands the request's headers over by itself, but only inside its server. */
let cookie = "";
vi.mock("next/headers", () => ({ headers: async () => new Headers({ cookie }) }));

const URL = "http://localhost:3000/api/inbox/drafts";
let member: Member;
let draft: Record<string, unknown>;

beforeEach(async () => {
  member = await makeMember({ role: "agent" });
  const conversation = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
  draft = {
    conversationId: conversation.id,
    text: "We open at 9",
    isNote: false,
    replyToMid: null,
    uploadIds: [],
    expectedVersion: 0,
  };
  cookie = await signIn(member);
});

test("keeps a draft, says when another one stands there, and lists it", async () => {
  const saved = await put(draft);
  expect([saved.status, await saved.json()]).toMatchObject([200, { outcome: "saved", draft: { version: 1 } }]);
  expect(saved.headers.get("cache-control")).toBe("no-store");
  const refused = await put({ ...draft, text: "Other" });
  expect(await refused.json()).toMatchObject({ outcome: "conflict", draft: { text: "We open at 9" } });
  expect(await (await GET(new Request(URL))).json()).toMatchObject([{ text: "We open at 9" }]);
});

test.each([
  ["another site's page", { origin: "https://evil.example" }, 403],
  ["no page at all", { origin: "" }, 403],
  ["a form", { "content-type": "application/x-www-form-urlencoded" }, 415],
])("refuses %s", async (_, headers, status) => {
  expect((await put(draft, headers)).status).toBe(status);
  expect(await (await GET(new Request(URL))).json()).toEqual([]);
});

test.each([
  ["no JSON", "{"],
  ["a field too many", JSON.stringify({ memberId: "someone else" })],
  ["too much", JSON.stringify({ text: "x".repeat(200_000) })],
])("refuses %s", async (_, body) => {
  const given = body.startsWith('{"') ? JSON.stringify({ ...draft, ...JSON.parse(body) }) : body;
  const response = await put(given);
  expect([400, 413]).toContain(response.status);
  expect(await response.json()).toEqual({ error: "invalid_input" });
});

test("needs a member, and only their own workspace is found", async () => {
  cookie = await signIn(await makeMember());
  expect((await put(draft)).status).toBe(404);
  cookie = "";
  expect((await put(draft)).status).toBe(401);
  expect((await GET(new Request(URL))).status).toBe(401);
});

function put(body: unknown, headers: Record<string, string> = {}) {
  return PUT(
    new Request(URL, {
      method: "PUT",
      headers: {
        origin: "http://localhost:3000",
        host: "localhost:3000",
        "content-type": "application/json",
        ...headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );
}

async function signIn({ id }: Member): Promise<string> {
  const token = randomToken();
  await db
    .insert(sessions)
    .values({ tokenHash: hashToken(token), memberId: id, expiresAt: sql`now() + interval '1 day'` });
  return `authjs.session-token=${token}`;
}
