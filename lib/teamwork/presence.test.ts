import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { changes } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { currentCursor, listChangesSince } from "#lib/realtime/changes.ts";
import { makeAccount, makeConversation, makeMember } from "#test/factories.ts";
import { leave, listPresence, showPresence } from "./presence.ts";

let anna: Member;
let ben: Member;
let conversationId: string;
const annasTab = { tabId: randomUUID(), isWriting: false };
const bensTab = { tabId: randomUUID(), isWriting: false };

beforeEach(async () => {
  anna = await makeMember({ name: "Anna" });
  ben = await makeMember({ name: "Ben", workspaceId: anna.workspaceId });
  const account = await makeAccount({ workspaceId: anna.workspaceId });
  conversationId = (await makeConversation(account)).id;
});

describe("who looks where", () => {
  test("is seen by colleagues, with what they do there, and not by oneself or strangers", async () => {
    expect(await showPresence(anna, { ...annasTab, conversationId })).toEqual([]);
    expect(await showPresence(ben, { ...bensTab, conversationId: null })).toMatchObject([
      { memberId: anna.id, name: "Anna", conversationId, writingForMs: 0 },
    ]);
    await showPresence(anna, { ...annasTab, conversationId, isWriting: true });
    const [seen] = await listPresence(ben);
    expect(seen?.hereForMs).toBeGreaterThan(40_000);
    expect(seen?.writingForMs).toBeGreaterThan(5_000);
    expect(await listPresence(await makeMember())).toEqual([]);
  });

  test("moves with the tab, and ends when it is left or no longer tells", async () => {
    const other = await makeConversation(await makeAccount({ workspaceId: anna.workspaceId }));
    await showPresence(anna, { ...annasTab, conversationId });
    await showPresence(anna, { ...annasTab, conversationId: other.id });
    expect(await listPresence(ben)).toMatchObject([{ conversationId: other.id }]);
    await leave(anna, annasTab);
    await leave(anna, annasTab);
    expect(await listPresence(ben)).toEqual([]);

    await showPresence(anna, { ...annasTab, conversationId });
    await db.execute(sql`update presences set here_until = now() - interval '1 second'`);
    expect(await listPresence(ben)).toEqual([]);
  });

  test("two tabs of a member are one colleague, and the longer one counts", async () => {
    await showPresence(anna, { ...annasTab, conversationId, isWriting: true });
    await showPresence(anna, { tabId: randomUUID(), conversationId, isWriting: false });
    const seen = await listPresence(ben);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.writingForMs).toBeGreaterThan(0);
  });

  test("of another workspace's conversation is refused and leaves nothing", async () => {
    const stranger = await makeMember();
    const beat = { tabId: randomUUID(), conversationId, isWriting: true };
    await expect(showPresence(stranger, beat)).rejects.toMatchObject({ code: "not_found" });
    await leave(stranger, annasTab);
    const [row] = await db.execute(sql`select count(*)::int as count from presences where member_id = ${stranger.id}`);
    expect(row?.count).toBe(0);
  });
});

describe("what it costs", () => {
  test("somebody alone wakes nobody", async () => {
    await showPresence(anna, { ...annasTab, conversationId });
    await showPresence(anna, { ...annasTab, conversationId, isWriting: true });
    await leave(anna, annasTab);
    expect(await countTold(ben)).toBe(0);
  });

  test("a hundred beats that show nothing new wake nobody; what does is told once", async () => {
    await showPresence(ben, { ...bensTab, conversationId: null });
    const since = await currentCursor();
    for (let beat = 0; beat < 50; beat++) await showPresence(anna, { ...annasTab, conversationId });
    expect(await countTold(ben)).toBe(1);
    for (let beat = 0; beat < 50; beat++) await showPresence(anna, { ...annasTab, conversationId, isWriting: true });
    expect(await countTold(ben)).toBe(2);
    expect((await listChangesSince(ben.workspaceId, ben.id, since)).conversationIds).toEqual([]);
  });
});

function countTold({ workspaceId }: Member): Promise<number> {
  return db.$count(changes, and(eq(changes.workspaceId, workspaceId), eq(changes.topic, "presence")));
}
