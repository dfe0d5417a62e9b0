import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { and, asc, eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { closeDatabase, db } from "#db/client.ts";
import {
  contacts,
  eventDeliveries,
  mediaCopies,
  members,
  messages,
  outgoingEvents,
  passwordResets,
  sessions,
  uploads,
  webhookEndpoints,
} from "#db/schema/index.ts";
import { eraseContact } from "#lib/customers/erase.ts";
import { keepErasedList, reapplyErasures } from "#lib/customers/erased-list.ts";
import { env } from "#lib/env.ts";
import { deleteFile, getFile, putFile } from "#lib/files/storage.ts";
import { pictureKey } from "#lib/media/picture-key.ts";
import { databaseUrl } from "#test/database.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { bring, photo, streamOf } from "#test/files.ts";
import { jobsNamed } from "#test/jobs.ts";
import { cloneTemplate, dropClone } from "#test/template.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";
import { readBackup } from "./read.ts";
import { writeBackup } from "./write.ts";

const [LENA, TOM, BACK] = ["1284407719365528", "822960147735094", "730015528846612"] as const;

test("F41 a restored installation is the same one, signed out, and sends nothing by itself", async () => {
  const member = await makeMember();
  const conversation = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
  await makeMessage(conversation, { text: 'odd\ttext\nwith \\. and "quotes" \u2028 🙏\r\n' });
  const queued = { direction: "outbound", origin: "antwort", status: "queued", mid: null } as const;
  await makeMessage(conversation, { ...queued, text: "was on its way" });
  await makeWaitingDelivery(member.workspaceId);
  await db
    .insert(sessions)
    .values({ tokenHash: "hash", memberId: member.id, expiresAt: new Date(Date.now() + 60_000) });
  await db
    .insert(passwordResets)
    .values({ tokenHash: "hash", memberId: member.id, expiresAt: new Date(Date.now() + 60_000) });
  const before = await db.select().from(messages).orderBy(asc(messages.seq));

  const file = newFile();
  await writeBackup(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await expect(readBackup(file)).rejects.toThrow("in use");

  await onEmptyDatabase(async () => {
    const text = gunzipSync(readFileSync(file)).toString();
    writeFileSync(`${file}.cut`, gzipSync(text.slice(0, text.length - 20)));
    await expect(readBackup(`${file}.cut`)).rejects.toThrow("ends too early");
    await readBackup(file);
    const after = await db.select().from(messages).orderBy(asc(messages.seq));
    expect(after.map(({ id, text, seq }) => ({ id, text, seq }))).toEqual(
      before.map(({ id, text, seq }) => ({ id, text, seq })),
    );
    expect(after[1]).toMatchObject({ status: "unconfirmed", failure: { reason: "restored" } });
    expect(await db.select().from(sessions)).toEqual([]);
    expect(await db.select().from(passwordResets)).toEqual([]);
    expect(await db.select().from(eventDeliveries)).toMatchObject([{ state: "failed" }]);
    const { seq } = await makeMessage(conversation, {});
    expect(seq).toBeGreaterThan(before.at(-1)?.seq ?? 0);
  });
});

test("F41 who was erased since does not come back with an older backup, and nobody else stays away", async () => {
  const member = await makeMember();
  const account = await makeAccount({ workspaceId: member.workspaceId });
  const [lena, tom] = [wire(account.igId, LENA), wire(account.igId, TOM)];
  const back = wire(account.igId, BACK);
  const texts = async () => (await db.select().from(messages).orderBy(asc(messages.text))).map(({ text }) => text);
  const erase = async (igsid: string) => {
    const [contact] = await db
      .select()
      .from(contacts)
      .where(and(eq(contacts.instagramAccountId, account.id), eq(contacts.igsid, igsid)));
    await eraseContact(member, { contactId: contact?.id ?? "" });
    for (const { workspaceId } of await jobsNamed("keep-erased-list")) await keepErasedList(workspaceId);
  };
  const told = [lena.message(1, "l1", "from Lena"), back.message(1, "b1", "of old"), tom.message(1, "t1", "from Tom")];
  await deliver(bodyOf(account.igId, told));
  await erase(BACK);
  const again = wire(account.igId, BACK, Date.now());
  await deliver(bodyOf(account.igId, [again.message(1, "b2", "back again")]));
  const file = newFile();
  await writeBackup(file);
  await erase(LENA);

  await onEmptyDatabase(async () => {
    await readBackup(file);
    expect(await texts()).toEqual(expect.arrayContaining(["back again", "from Lena", "from Tom"]));
    expect(await reapplyErasures()).toBe(1);
    expect(await texts()).not.toContain("from Lena");
    expect(await texts()).toEqual(expect.arrayContaining(["back again", "from Tom"]));
    await deliver(bodyOf(account.igId, told));
    expect(await texts()).not.toContain("from Lena");
    await deliver(bodyOf(account.igId, [wire(account.igId, LENA, Date.now()).message(1, "l2", "a new beginning")]));
    expect(await texts()).toContain("a new beginning");

    await keepErasedList(member.workspaceId);
    expect(await reapplyErasures()).toBe(0);
    expect(await texts()).toContain("a new beginning");
  });
});

describe("files", () => {
  let file: string;
  let kept: Record<string, Buffer>;

  beforeAll(async () => {
    kept = await keepFiles();
    file = newFile();
    expect(await writeBackup(file)).toMatchObject({ files: 3, missing: 0 });
  });

  beforeEach(async () => {
    for (const key of Object.keys(kept)) await deleteFile(key);
  });

  test("that were lost before are told of", async () => {
    expect(await writeBackup(newFile())).toMatchObject({ files: 0, missing: 2 });
  });

  test("are let go with everything else where the backup is damaged or cut off, and come back as they were where it is not", async () => {
    const bytes = readFileSync(file);
    const plain = gunzipSync(bytes);
    const broken = {
      altered: gzipSync(flipped(plain, plain.indexOf(Object.values(kept)[0] as Buffer) + 5)),
      alteredOutside: flipped(bytes, bytes.length - 6),
      cutInATable: gzipSync(plain.subarray(0, plain.indexOf('{"name":"members"') + 300)),
    };
    await onEmptyDatabase(async () => {
      for (const [name, content] of Object.entries(broken)) {
        writeFileSync(`${file}.${name}`, content);
        const outcome = await readBackup(`${file}.${name}`).catch((error: Error) => error.message);
        expect([name, outcome]).toEqual([name, expect.stringContaining("Nothing was restored")]);
        expect(await db.$count(members), name).toBe(0);
        expect(Object.values(await read(Object.keys(kept))), name).toEqual([null, null, null]);
      }
      writeFileSync(`${file}.cut`, bytes.subarray(0, bytes.length - 200));
      await keepsWhatIsThere(`${file}.cut`);
      expect(await readBackup(file)).toMatchObject({ files: 3 });
      expect(await read(Object.keys(kept))).toEqual(kept);
      const [upload] = await db.select().from(uploads);
      expect(kept[upload?.storageKey ?? ""]?.length).toBe(upload?.sizeBytes);
    });
  }, 60_000);

  /** A bucket may be another installation's as well. */
  async function keepsWhatIsThere(damaged: string): Promise<void> {
    const [key = "", bytes = Buffer.alloc(0)] = Object.entries(kept)[0] ?? [];
    await putFile(key, streamOf(bytes), { mimeType: "image/jpeg", sizeBytes: bytes.length });
    await expect(readBackup(damaged)).rejects.toThrow("Nothing was restored");
    expect((await read([key]))[key]).toEqual(bytes);
  }
});

describe("a backup that is not finished", () => {
  test("leaves nothing behind, and an older one as it was", async () => {
    const file = newFile();
    await writeBackup(file);
    const older = readFileSync(file);
    const stop = new AbortController();
    const stopped = writeBackup(file, stop.signal);
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(readdirSync(dirname(file))).toEqual(["backup"]);
    expect(readFileSync(file)).toEqual(older);
  });

  test("is made anew after a crash, and only once at a time", async () => {
    const file = newFile();
    writeFileSync(`${file}.part`, "left by a crash", { mode: 0o644 });
    const both = await Promise.allSettled([writeBackup(file), writeBackup(file)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
    expect(existsSync(`${file}.part`)).toBe(false);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("that nothing can be written to is an error", async () => {
    await expect(writeBackup("/proc/nowhere/backup")).rejects.toThrow("ENOENT");
  });
});

test("a file that is no backup is refused in a sentence", async () => {
  const file = newFile();
  writeFileSync(file, gzipSync('{"hello":"world"}\n'));
  await expect(readBackup(file)).rejects.toThrow("not a backup");
});

/** One of each kind, by their keys. */
async function keepFiles(): Promise<Record<string, Buffer>> {
  const member = await makeMember();
  const conversation = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
  const message = await makeMessage(conversation, {});
  const upload = await bring(member, await photo());
  await db.update(contacts).set({ pictureUrl: "https://cdn.example/1" }).where(eq(contacts.id, conversation.contactId));
  const copy = { key: `copies/${randomUUID()}`, bytes: Buffer.from("\n\\.\nthe end\n\u0000{}\n") };
  const picture = { key: pictureKey(conversation.contactId), bytes: Buffer.alloc(300_000, "picture") };
  for (const { key, bytes } of [copy, picture]) {
    await putFile(key, streamOf(bytes), { mimeType: "image/webp", sizeBytes: bytes.length });
  }
  const kind = { mimeType: "image/webp", sizeBytes: copy.bytes.length };
  await db.insert(mediaCopies).values({ messageId: message.id, part: 0, storageKey: copy.key, ...kind });
  const sent = await buffer((await getFile(upload.storageKey)) as never);
  return { [upload.storageKey]: sent, [copy.key]: copy.bytes, [picture.key]: picture.bytes };
}

async function read(keys: string[]): Promise<Record<string, Buffer | null>> {
  const all = await Promise.all(
    keys.map(async (key) => {
      const content = await getFile(key);
      return [key, content && (await buffer(content as never))] as const;
    }),
  );
  return Object.fromEntries(all);
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

function newFile(): string {
  return join(mkdtempSync(join(tmpdir(), "antwort-backup-")), "backup");
}

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
