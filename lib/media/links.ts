import { eq } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import { getMessage } from "#lib/instagram/conversations.ts";
import { publish } from "#lib/realtime/publish.ts";
import { askInstagram } from "./ask-instagram.ts";
import { MediaError } from "./errors.ts";
import { matchFreshUrls } from "./match.ts";

export type Links = { attachments: (string | null)[]; story: string | null };

type LinkedMessage = Pick<typeof messages.$inferSelect, "id" | "instagramAccountId" | "mid">;

const reading = new Map<string, Promise<Links>>();

/**
 * Reads the message from Instagram again and stores the addresses it has now (facts 2.5). Several parts of one message share
 * one reading. Throws MediaError, `gone` when Instagram no longer gives the message.
 */
export function renewLinks(message: LinkedMessage): Promise<Links> {
  const underWay = reading.get(message.id) ?? readAndStore(message).finally(() => reading.delete(message.id));
  reading.set(message.id, underWay);
  return underWay;
}

async function readAndStore({ id, instagramAccountId, mid }: LinkedMessage): Promise<Links> {
  if (!mid) throw new MediaError("gone", "The message has no id to read it by.");
  const fresh = await askInstagram(instagramAccountId, (token) => getMessage(token, mid));
  if (!fresh) throw new MediaError("unavailable", "Instagram's answer cannot be read.");
  return transaction(async (tx) => {
    const [row] = await tx.select().from(messages).where(eq(messages.id, id)).for("update");
    if (!row || row.deletedAt) throw new MediaError("gone", "The message was unsent.");
    const urls = matchFreshUrls(row.attachments, fresh.attachments);
    const attachments = row.attachments.map((one, index) => ({ ...one, url: urls[index] ?? one.url }));
    const story = row.story && { ...row.story, url: fresh.story?.url ?? row.story.url };
    await tx.update(messages).set({ attachments, story }).where(eq(messages.id, id));
    return { attachments: urls, story: fresh.story?.url ?? null };
  });
}

type Seen = { width: number | null; height: number | null; contentType: string; size: number };

/** Notes what the file turned out to be, so that its space is reserved the next time, and a dead link still says what it was. */
export async function recordSeen(messageId: string, index: number, seen: Seen): Promise<void> {
  const { width, height, contentType: mimeType, size: sizeBytes } = seen;
  await transaction(async (tx) => {
    const [row] = await tx.select().from(messages).where(eq(messages.id, messageId)).for("update");
    const attachment = row?.attachments[index];
    if (!row || !attachment || attachment.mimeType) return;
    const known = { ...attachment, mimeType, sizeBytes, ...(width && height ? { width, height } : {}) };
    await tx
      .update(messages)
      .set({ attachments: row.attachments.with(index, known) })
      .where(eq(messages.id, messageId));
    await publish(tx, row.workspaceId, { conversationId: row.conversationId, messageId });
  });
}
