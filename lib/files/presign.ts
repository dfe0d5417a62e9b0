import { randomUUID } from "node:crypto";
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { apiKeys } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Program } from "#lib/inbox/author.ts";
import { extensionOf } from "#lib/instagram/capabilities.ts";
import { isSigned, LINK_MS, signature, signUploadLink } from "./links.ts";
import { receiveUpload } from "./uploads.ts";

/**
 * An address to which one file of this type may be PUT within the hour, once, by whoever holds it, and the address it will have
 * then. Nothing is stored until it comes.
 */
export function presignUpload({ apiKeyId }: Program, { name, mimeType }: { name: string; mimeType: string }) {
  const id = randomUUID();
  const file = `${id}.${extensionOf(mimeType)}`;
  const until = String(Math.floor((Date.now() + LINK_MS) / 1000));
  const signed = signature(["put", file, mimeType, name, apiKeyId, until]);
  const query = new URLSearchParams({ type: mimeType, name, key: apiKeyId, until, signature: signed });
  return {
    uploadUrl: `${env().APP_URL}/api/files/${file}?${query}`,
    publicUrl: signUploadLink({ id, mimeType }),
    key: `uploads/${file}`,
    expiresIn: LINK_MS / 1000,
  };
}

/**
 * Takes in what is PUT to such an address. NotFoundError for any other, an old one, or
 * where the key was revoked; AppError `conflict` when one came before.
 */
export async function receivePresigned(url: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const { pathname, searchParams } = new URL(url, env().APP_URL);
  const [type = "", name = "", apiKeyId = "", until = "", given = ""] = [
    "type",
    "name",
    "key",
    "until",
    "signature",
  ].map((part) => searchParams.get(part) ?? "");
  const [, file = "", id = ""] = pathname.match(/^\/api\/files\/(([0-9a-f-]{36})\.[a-z0-9]{1,5})$/) ?? [];
  const isOurs = isSigned(["put", file, type, name, apiKeyId, until], given);
  if (!isOurs || Number(until) * 1000 <= Date.now()) throw new NotFoundError("The address");
  const program = await findProgram(apiKeyId);
  if (!program) throw new NotFoundError("The address");
  await receiveUpload(program, { content, name, id, mimeType: type });
}

async function findProgram(apiKeyId: string): Promise<Program | null> {
  const isLive = and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)));
  const [found] = await db
    .select({ workspaceId: apiKeys.workspaceId })
    .from(apiKeys)
    .where(and(eq(apiKeys.id, apiKeyId), isLive));
  return found ? { workspaceId: found.workspaceId, apiKeyId } : null;
}
