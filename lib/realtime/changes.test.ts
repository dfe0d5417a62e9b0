import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { makeAccount, makeConversation, makeMember } from "#test/factories.ts";
import { currentCursor, forgetOldChanges, listChangesSince } from "./changes.ts";
import { publish } from "./publish.ts";

describe("the cursor", () => {
  test("misses nothing although writers commit out of order", async () => {
    const member = await makeMember();
    const seen = new Set<string>();
    const written: string[] = [];
    let cursor = await currentCursor();
    let isWriting = true;

    const reader = (async () => {
      while (isWriting) {
        const changed = await listChangesSince(member.workspaceId, member.id, cursor);
        for (const id of changed.conversationIds) seen.add(id);
        cursor = changed.cursor;
      }
      const last = await listChangesSince(member.workspaceId, member.id, cursor);
      for (const id of last.conversationIds) seen.add(id);
    })();
    const writers = Array.from({ length: 3 }, async () => {
      for (let count = 0; count < 60; count++) {
        const conversationId = randomUUID();
        await transaction(async (tx) => {
          await publish(tx, member.workspaceId, { conversationId });
          await tx.execute(sql`select pg_sleep(random() * 0.01)`);
        });
        written.push(conversationId);
      }
    });
    await Promise.all(writers);
    isWriting = false;
    await reader;

    expect(written.filter((id) => !seen.has(id))).toEqual([]);
  });

  test("stays before a transaction that is still open, and shows the others meanwhile", async () => {
    const member = await makeMember();
    const [slow, quick] = [randomUUID(), randomUUID()];
    const start = await currentCursor();
    let between = start;
    await transaction(async (tx) => {
      await publish(tx, member.workspaceId, { conversationId: slow });
      await transaction((other) => publish(other, member.workspaceId, { conversationId: quick }));
      const first = await listChangesSince(member.workspaceId, member.id, start);
      expect(first.conversationIds).toEqual([quick]);
      between = first.cursor;
    });
    expect((await listChangesSince(member.workspaceId, member.id, between)).conversationIds).toContain(slow);
  });

  test("shows a stranger nothing, and one member's reading marks to nobody else", async () => {
    const [member, stranger] = [await makeMember(), await makeMember()];
    const colleague = await makeMember({ workspaceId: member.workspaceId });
    const conversationId = randomUUID();
    const start = await currentCursor();
    await transaction((tx) => publish(tx, member.workspaceId, { conversationId, memberId: member.id }));
    const idsFor = async (one: typeof member) =>
      (await listChangesSince(one.workspaceId, one.id, start)).conversationIds;
    expect(await idsFor(member)).toEqual([conversationId]);
    expect(await idsFor(colleague)).toEqual([]);
    expect(await idsFor(stranger)).toEqual([]);
  });

  test("of before what was forgotten, or of another database, starts afresh", async () => {
    const member = await makeMember();
    const start = await currentCursor();
    await transaction((tx) => publish(tx, member.workspaceId, { conversationId: randomUUID() }));
    await db.execute(sql`update changes set at = now() - interval '2 days'`);
    await forgetOldChanges();
    expect(await listChangesSince(member.workspaceId, member.id, start)).toMatchObject({ reset: true });
    expect(await listChangesSince(member.workspaceId, member.id, "99999999999")).toMatchObject({ reset: true });
    const fresh = async () => (await listChangesSince(member.workspaceId, member.id, await currentCursor())).reset;
    await expect.poll(fresh, { timeout: 10_000 }).toBe(false);
    await expect(listChangesSince(member.workspaceId, member.id, "1; drop table")).rejects.toThrow("cursor");
  });

  test("nothing is published when the transaction fails", async () => {
    const member = await makeMember();
    const conversation = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
    const start = await currentCursor();
    const failing = transaction(async (tx) => {
      await publish(tx, member.workspaceId, { conversationId: conversation.id });
      throw new Error("half-way");
    });
    await expect(failing).rejects.toThrow("half-way");
    expect((await listChangesSince(member.workspaceId, member.id, start)).conversationIds).toEqual([]);
  });
});
