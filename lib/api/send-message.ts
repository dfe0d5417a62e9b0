import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type RepliesInput, storeReplies } from "#lib/inbox/store-replies.ts";
import { splitText } from "#lib/instagram/text.ts";
import { awaitReplies, type ReplyState } from "./await-replies.ts";
import { getConversationRow } from "./conversation-rows.ts";
import { idField, messageIdField } from "./fields.ts";
import { type Claim, claimKey, findStored, readClaim, settleKey } from "./idempotency.ts";
import { getMessageRow } from "./message-rows.ts";
import { invalid, refusalOf } from "./refusal.ts";
import { Answer, type ApiKey, apiRoute } from "./route.ts";
import { refuseStanding, sentShape, toAnswer } from "./send-answer.ts";

const DEADLINE_MS = 20_000;

const elsewhere = (platform: string) => z.never({ error: `${platform} only.` }).optional();
const notYet = z.never({ error: "Antwort sends texts through the API so far, and nothing else." }).optional();

export const sendMessageBody = z.object({
  accountId: idField,
  message: z.string().min(1).max(20_000).meta({ description: "At most 1000 bytes of UTF-8 without `splitLongText`." }),
  splitLongText: z.boolean().optional().meta({ description: "Sends a longer text as several messages." }),
  messagingType: z.enum(["RESPONSE", "UPDATE", "MESSAGE_TAG"]).optional(),
  messageTag: z
    .literal("HUMAN_AGENT", { error: "Instagram knows the tag HUMAN_AGENT only." })
    .optional()
    .meta({ description: "Counts between 24 hours and 7 days, and only where HUMAN_AGENT=on." }),
  replyTo: messageIdField.optional().meta({ description: "The id of the message this one quotes." }),
  linkPreview: z.boolean().optional().meta({ description: "Without effect on Instagram." }),
  attachmentUrl: notYet,
  attachmentType: notYet,
  quickReplies: notYet,
  buttons: notYet,
  template: notYet,
  attachmentName: elsewhere("WhatsApp"),
  voiceNote: elsewhere("WhatsApp"),
  category: elsewhere("WhatsApp"),
  interactive: elsewhere("WhatsApp"),
  location: elsewhere("WhatsApp"),
  contacts: elsewhere("WhatsApp"),
  subject: elsewhere("iMessage"),
  effect: elsewhere("iMessage"),
  contactCard: elsewhere("iMessage"),
  channel: elsewhere("iMessage"),
  replyMarkup: elsewhere("Telegram"),
});

export const sendMessage = apiRoute({
  method: "POST",
  address: "/v1/inbox/conversations/{conversationId}/messages",
  operationId: "sendInboxMessage",
  summary: "Send a text and wait up to 20 seconds for Instagram's answer",
  tag: "Messages",
  path: z.object({ conversationId: idField }),
  body: sendMessageBody,
  result: sentShape,
  also: { 202: { description: "Queued, or the outcome is not known yet: `messageId` is our own", schema: sentShape } },
  run: ({ key, path: { conversationId }, body, request }) =>
    sendInto(key, {
      conversationId,
      body,
      request,
      address: `/v1/inbox/conversations/${conversationId}/messages`,
      claimed: body,
    }),
});

type Send = {
  conversationId: string;
  body: z.output<typeof sendMessageBody>;
  request: Request;
  /** What an `Idempotency-Key` stands for: this address with this body. */
  address: string;
  claimed: unknown;
};

/** Stores the message once per `Idempotency-Key` and answers what became of it. */
export async function sendInto(
  key: ApiKey,
  { conversationId, body, request, address, claimed }: Send,
): Promise<Answer> {
  const claim = readClaim(request, key.id, address, claimed);
  const stored = claim && (await findStored(claim));
  if (stored?.answer) {
    return new Answer(stored.answer.status, stored.answer.body, { "idempotent-replayed": "true" });
  }
  const messageIds = stored?.messageIds ?? (await store(key, conversationId, body, claim));
  return answerAndKeep(claim, key, conversationId, await awaitReplies(key.workspaceId, messageIds, DEADLINE_MS));
}

async function store(
  key: ApiKey,
  conversationId: string,
  body: z.output<typeof sendMessageBody>,
  claim: Claim | null,
): Promise<string[]> {
  const conversation = await getConversationRow(key.workspaceId, conversationId, body.accountId);
  refuseStanding(conversation);
  const texts = body.splitLongText ? splitText(body.message.trim()) : [body.message];
  const parts = texts
    .filter((text) => text.trim() !== "" || texts.length === 1)
    .map((text) => ({ messageId: randomUUID(), text }));
  const messageIds = parts.map(({ messageId }) => messageId);
  const input: RepliesInput = {
    conversationId,
    parts,
    humanAgent: body.messageTag === "HUMAN_AGENT",
    replyToMid: body.replyTo ? await quotable(key, conversationId, body.replyTo) : null,
  };
  await storeReplies(key, input, async (tx) => {
    if (claim) await claimKey(tx, claim, messageIds);
  });
  return messageIds;
}

async function quotable(key: ApiKey, conversationId: string, id: string): Promise<string> {
  const { mid } = await getMessageRow(key.workspaceId, conversationId, id);
  if (!mid) throw invalid("The message to quote is not at Instagram yet.", "replyTo");
  return mid;
}

/** The key is freed with the refusal, and keeps the success. */
async function answerAndKeep(
  claim: Claim | null,
  key: ApiKey,
  conversationId: string,
  states: ReplyState[],
): Promise<Answer> {
  try {
    const answer = await toAnswer(key, conversationId, states);
    if (claim) await settleKey(claim, answer);
    return answer;
  } catch (error) {
    const refusal = refusalOf(error);
    if (claim && refusal) await settleKey(claim, refusal);
    throw error;
  }
}
