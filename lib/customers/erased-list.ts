import { z } from "zod";
import { db, transaction } from "#db/client.ts";
import { workspaces } from "#db/schema/index.ts";
import { type Erased, findSurvivors, listErased, takeOverErased } from "#lib/erased-contacts.ts";
import { getFile, putFile } from "#lib/files/storage.ts";
import { eraseEverythingOf } from "./erase.ts";

const listSchema = z.array(z.object({ salt: z.string(), hash: z.string(), erasedAt: z.iso.datetime() }));

/**
 * Writes down whom a workspace has erased, by salted hashes, beside the files and so outside the database: a backup from before an
 * erasure does not know of it. Who was on the list stays on it.
 */
export async function keepErasedList(workspaceId: string): Promise<void> {
  const newest = new Map<string, Erased>();
  for (const one of [...(await readList(workspaceId)), ...(await listErased(db, workspaceId))]) {
    const key = `${one.salt}:${one.hash}`;
    if (one.erasedAt > (newest.get(key)?.erasedAt ?? "")) newest.set(key, one);
  }
  const bytes = Buffer.from(JSON.stringify([...newest.values()]));
  await putFile(keyOf(workspaceId), chunksOf(bytes), { mimeType: "application/json", sizeBytes: bytes.length });
}

/**
 * Erases again whom an older backup brought back (reliability F41), and nobody else: what a person wrote after they were erased is
 * a new beginning. Answers how many. Doing it twice changes nothing.
 */
export async function reapplyErasures(): Promise<number> {
  let count = 0;
  for (const { id } of await db.select({ id: workspaces.id }).from(workspaces)) count += await reapplyIn(id);
  return count;
}

async function reapplyIn(workspaceId: string): Promise<number> {
  const list = await readList(workspaceId);
  if (list.length === 0) return 0;
  await transaction((tx) => takeOverErased(tx, workspaceId, list));
  const survivors = await findSurvivors(db, workspaceId, list);
  for (const { contactId, erasedAt } of survivors) {
    await transaction((tx) => eraseEverythingOf(tx, contactId, new Date(erasedAt)));
  }
  return survivors.length;
}

async function readList(workspaceId: string): Promise<Erased[]> {
  const stream = await getFile(keyOf(workspaceId));
  return stream ? listSchema.parse(await new Response(stream).json()) : [];
}

function keyOf(workspaceId: string): string {
  return `erased/${workspaceId}`;
}

async function* chunksOf(bytes: Buffer) {
  yield bytes;
}
