import type { ConversationMessage, ReplyPart, UploadShown } from "../types.ts";
import { type DraftContent, EMPTY } from "./draft-box.ts";

type SentAct = {
  conversationId: string;
  written?: DraftContent | undefined;
  onStopped?: ((seq: number) => void) | undefined;
  onFailed?: (() => void) | undefined;
  onTakenBack?: (() => void) | undefined;
  handedOver: Promise<void>;
  undoUntil: number;
  /** The act's last message, at which it may be taken back. */
  lastMessageId: string | undefined;
};

const MAX_REMEMBERED = 20;

/** What this browser sent last, as it was written: the only place that knows how a text was cut into messages. */
export const sentActs = new Map<string, SentAct>();

export function rememberAct(actId: string, act: SentAct): void {
  sentActs.set(actId, act);
  const [oldest] = sentActs.keys();
  if (sentActs.size > MAX_REMEMBERED && oldest) sentActs.delete(oldest);
}

/** What an act was made of, where only its parts are left. */
export function writtenIn(parts: ReplyPart[]): DraftContent {
  const texts = parts.flatMap((part) => ("text" in part ? [part.text] : []));
  const uploads = parts.flatMap((part) => ("uploads" in part ? part.uploads : []));
  return { ...EMPTY, text: texts.join("\n"), uploads };
}

/** The same, from the messages it became. */
export function writtenOn(messages: ConversationMessage[]): DraftContent {
  const parts = messages.flatMap(({ text, attachments }): ReplyPart[] => {
    const uploads = attachments.flatMap(uploadOf);
    return [...(text ? [{ text }] : []), ...(uploads.length > 0 ? [{ uploads }] : [])];
  });
  return writtenIn(parts);
}

function uploadOf(attachment: ConversationMessage["attachments"][number]): UploadShown[] {
  const { type, mimeType, sizeBytes, width, height, title, mediaPath } = attachment;
  const id = mediaPath?.match(/^\/api\/inbox\/uploads\/([^/]+)$/)?.[1];
  if (!id || !mimeType || (type !== "image" && type !== "video" && type !== "audio" && type !== "file")) return [];
  return [{ id, type, mimeType, sizeBytes: sizeBytes ?? 0, width: width ?? null, height: height ?? null, name: title }];
}
