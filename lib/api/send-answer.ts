import { inArray } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import type { Program } from "#lib/inbox/author.ts";
import { withdrawReplies } from "#lib/inbox/withdraw-replies.ts";
import { type ReplyState, readStates } from "./await-replies.ts";
import type { ConversationRow } from "./conversation-rows.ts";
import { uploadUrl } from "./present-message.ts";
import { ApiRefusal, platformErrorOf, platformRefusal, refusedSentence } from "./refusal.ts";
import { Answer } from "./route.ts";

const platformErrorShape = z.object({
  code: z.int().optional(),
  subcode: z.int().optional(),
  fbtraceId: z.string().optional(),
  type: z.string().optional(),
});

export const sentShape = z.object({
  success: z.literal(true),
  data: z.object({
    messageId: z.string().meta({ description: "Instagram's id; with status 202 our own." }),
    conversationId: z.uuid(),
    deliveryState: z.enum(["queued", "sending", "unconfirmed"]).optional(),
    messageIds: z
      .array(z.string())
      .optional()
      .meta({ description: "Of every part, where the send took several messages." }),
    attachments: z.array(z.object({ type: z.string(), url: z.string() })).optional(),
    partialFailure: z
      .object({ part: z.literal("text"), error: z.string(), platformError: platformErrorShape.optional() })
      .optional(),
  }),
});

/** While an account stands still, nothing is stored and no call is made. */
export function refuseStanding({ accountProblem, accountProblemDetail }: ConversationRow): void {
  if (!accountProblem) return;
  const nothing = { code: null, subcode: null, traceId: null };
  throw platformRefusal({ ...nothing, ...accountProblemDetail, reason: accountProblem });
}

/** What the sender learns: 200 when Instagram took everything, 202 while that is open, a refusal when it took nothing. */
export async function toAnswer(program: Program, conversationId: string, found: ReplyState[]): Promise<Answer> {
  const states = await withdrawStanding(program, conversationId, found);
  const [first] = states;
  const failed = states.find(({ status }) => status === "failed");
  const files = await listSentFiles(states.map(({ id }) => id));
  const open = states.find(({ status }) => status !== "sent" && status !== "failed");
  if (!first) throw new Error("The messages of an answer are gone.");
  if (failed && !states.some(({ status }) => status === "sent") && !open) throw refusalFor(failed);

  const ids = states.filter(({ status }) => status !== "failed").map(({ id, mid }) => mid ?? id);
  const body: z.input<typeof sentShape> = {
    success: true,
    data: {
      messageId: ids[0] ?? first.id,
      conversationId,
      ...(states.length > 1 ? { messageIds: ids } : {}),
      ...(isOpen(open?.status) ? { deliveryState: open.status } : {}),
      ...(failed ? { partialFailure: partialFailure(failed) } : {}),
      ...(files.length > 0 ? { attachments: files } : {}),
    },
  };
  return new Answer(open ? 202 : 200, body);
}

async function listSentFiles(ids: string[]) {
  const rows = await db
    .select({ outgoing: messages.outgoing, attachments: messages.attachments })
    .from(messages)
    .where(inArray(messages.id, ids));
  return rows.flatMap(({ outgoing, attachments }) =>
    outgoing && "url" in outgoing
      ? [{ type: outgoing.type, url: outgoing.url }]
      : attachments.flatMap((one) =>
          one.uploadId ? [{ type: one.type, url: uploadUrl(one.uploadId, one.mimeType) }] : [],
        ),
  );
}

function isOpen(status: ReplyState["status"] | undefined): status is "queued" | "sending" | "unconfirmed" {
  return status === "queued" || status === "sending" || status === "unconfirmed";
}

/** A refusal of the account as a whole leaves messages waiting for a person; a program hears of it instead. */
async function withdrawStanding(program: Program, conversationId: string, states: ReplyState[]): Promise<ReplyState[]> {
  const waiting = states.filter(({ status, accountProblem }) => status === "queued" && accountProblem !== null);
  const reason = waiting[0]?.accountProblem;
  if (!reason) return states;
  await withdrawReplies(program, { conversationId, messageIds: waiting.map(({ id }) => id), reason });
  return readStates(states.map(({ id }) => id));
}

function refusalFor({ failure }: ReplyState): ApiRefusal {
  if (failure && failure.code === null && failure.reason === "window_closed") {
    const error = "Instagram's messaging window has closed. Nothing was sent.";
    return new ApiRefusal(400, { error, type: "invalid_request_error", code: "window_closed" });
  }
  return platformRefusal(failure ?? { reason: "unknown", code: null, subcode: null, traceId: null });
}

function partialFailure({ failure }: ReplyState) {
  const refusal = failure ?? { reason: "unknown", code: null, subcode: null, traceId: null };
  return { part: "text" as const, error: refusedSentence(refusal), platformError: platformErrorOf(refusal) };
}
