import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { asc, sql } from "drizzle-orm";
import { expect, inject, test } from "vitest";
import { closeDatabase, db } from "#db/client.ts";
import { eventDeliveries, messages, outgoingEvents, sessions, webhookEndpoints } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { databaseUrl } from "#test/database.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { cloneTemplate, dropClone } from "#test/template.ts";
import { readBackup } from "./read.ts";
import { writeBackup } from "./write.ts";

test("a restored installation is the same one, signed out, and sends nothing by itself", async () => {
  const member = await makeMember();
  const conversation = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
  await makeMessage(conversation, { text: 'odd\ttext\nwith \\. and "quotes" \u2028 🙏\r\n' });
  const queued = { direction: "outbound", origin: "antwort", status: "queued", mid: null } as const;
  await makeMessage(conversation, { ...queued, text: "was on its way" });
  await makeWaitingDelivery(member.workspaceId);
  await db
    .insert(sessions)
    .values({ tokenHash: "hash", memberId: member.id, expiresAt: new Date(Date.now() + 60_000) });
  const before = await db.select().from(messages).orderBy(asc(messages.seq));

  const file = join(mkdtempSync(join(tmpdir(), "antwort-backup-")), "backup");
  await writeBackup(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await expect(readBackup(file)).rejects.toThrow("in use");

  await onEmptyDatabase(async () => {
    const text = gunzipSync(readFileSync(file)).toString();
    writeFileSync(`${file}.cut`, gzipSync(text.slice(0, text.length - 20)));
    await expect(readBackup(`${file}.cut`)).rejects.toThrow("too early");
    await readBackup(file);
    const after = await db.select().from(messages).orderBy(asc(messages.seq));
    expect(after.map(({ id, text, seq }) => ({ id, text, seq }))).toEqual(
      before.map(({ id, text, seq }) => ({ id, text, seq })),
    );
    expect(after[1]).toMatchObject({ status: "unconfirmed", failure: { reason: "restored" } });
    expect(await db.select().from(sessions)).toEqual([]);
    expect(await db.select().from(eventDeliveries)).toMatchObject([{ state: "failed" }]);
    const { seq } = await makeMessage(conversation, {});
    expect(seq).toBeGreaterThan(before.at(-1)?.seq ?? 0);
  });
});

test("a file that is no backup is refused in a sentence", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "antwort-backup-")), "other");
  writeFileSync(file, gzipSync('{"hello":"world"}\n'));
  await expect(readBackup(file)).rejects.toThrow("not a backup");
});

/** An event that some endpoint has yet to be sent. */
async function makeWaitingDelivery(workspaceId: string): Promise<void> {
  const endpoint = { id: randomUUID(), workspaceId, name: "Shop", url: "https://shop.example/", events: [] };
  const event = { id: randomUUID(), workspaceId, event: "message.received", key: "one", body: "{}" };
  await db.insert(webhookEndpoints).values({ ...endpoint, secretCiphertext: "none" });
  await db.insert(outgoingEvents).values(event);
  await db.insert(eventDeliveries).values({ endpointId: endpoint.id, eventId: event.id, lane: event.id, seq: 1 });
}

async function onEmptyDatabase(run: () => Promise<void>): Promise<void> {
  const name = `test_restore_${Date.now()}`;
  const url = await cloneTemplate(inject("serverUrl"), name);
  await closeDatabase();
  env().DATABASE_URL = url;
  try {
    await db.execute(sql`select 1`);
    await run();
  } finally {
    await closeDatabase();
    env().DATABASE_URL = databaseUrl;
    await dropClone(inject("serverUrl"), name);
  }
}
