import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type RepliesInput, storeReplies } from "#lib/inbox/store-replies.ts";
import { awaitReplies, type ReplyState } from "./await-replies.ts";
import { getConversationRow } from "./conversation-rows.ts";
import { idField } from "./fields.ts";
import { type Claim, claimKey, findStored, readClaim, settleKey } from "./idempotency.ts";
import { getMessageRow } from "./message-rows.ts";
import { invalid, refusalOf } from "./refusal.ts";
import { Answer, type ApiKey, apiRoute } from "./route.ts";
import { refuseStanding, sentShape, toAnswer } from "./send-answer.ts";
import { readSendForm } from "./send-form.ts";
import { partsOf } from "./send-parts.ts";
import { type SendFields, sendFields, sendForm } from "./send-shape.ts";

const DEADLINE_MS = 20_000;

export const sendMessage = apiRoute({
  method: "POST",
  address: "/v1/inbox/conversations/{conversationId}/messages",
  operationId: "sendInboxMessage",
  summary: "Send text, a file, quick replies, buttons or a template, and wait up to 20 seconds for Instagram's answer",
  tag: "Messages",
  path: z.object({ conversationId: idField }),
  body: sendFields,
  form: { schema: sendForm, read: readSendForm },
  result: sentShape,
  also: { 202: { description: "Queued, or the outcome is not known yet: `messageId` is our own", schema: sentShape } },
  run: ({ key, path: { conversationId }, ...call }) =>
    sendInto(key, { ...call, conversationId, address: `/v1/inbox/conversations/${conversationId}/messages` }),
});

type Send = {
  conversationId: string;
  body: SendFields;
  request: Request;
  /** What an `Idempotency-Key` stands for: this address with this body. */
  address: string;
  claimed: unknown;
  uploadId?: string | undefined;
};

/** Stores the message once per `Idempotency-Key` and answers what became of it. */
export async function sendInto(key: ApiKey, send: Send): Promise<Answer> {
  const { conversationId, request, address, claimed } = send;
  const claim = readClaim(request, key.id, address, claimed);
  const stored = claim && (await findStored(claim));
  if (stored?.answer) {
    return new Answer(stored.answer.status, stored.answer.body, { "idempotent-replayed": "true" });
  }
  const messageIds = stored?.messageIds ?? (await store(key, send, claim));
  return answerAndKeep(claim, key, conversationId, await awaitReplies(key.workspaceId, messageIds, DEADLINE_MS));
}

async function store(key: ApiKey, { conversationId, body, uploadId }: Send, claim: Claim | null): Promise<string[]> {
  const conversation = await getConversationRow(key, conversationId, body.accountId);
  refuseStanding(conversation);
  const parts = await partsOf(key, body, uploadId);
  const messageIds = parts.map(({ messageId }) => messageId);
  const input: RepliesInput = {
    conversationId,
    parts,
    actId: parts.length > 1 ? randomUUID() : undefined,
    humanAgent: body.messageTag === "HUMAN_AGENT",
    replyToMid: body.replyTo ? await quotable(key, conversationId, body.replyTo) : null,
  };
  await storeReplies(key, input, async (tx) => {
    if (claim) await claimKey(tx, claim, messageIds);
  });
  return messageIds;
}

async function quotable(key: ApiKey, conversationId: string, id: string): Promise<string> {
  const { mid } = await getMessageRow(key, conversationId, id);
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
