import { z } from "zod";
import { findConversationOf } from "./conversation-rows.ts";
import { textField } from "./fields.ts";
import { nameOf } from "./present-conversation.ts";
import { ApiRefusal, invalid } from "./refusal.ts";
import { Answer, apiRoute } from "./route.ts";
import { sentShape } from "./send-answer.ts";
import { readSendForm } from "./send-form.ts";
import { sendInto } from "./send-message.ts";
import { sendFields, sendForm } from "./send-shape.ts";

const participant = z.object({
  participantId: z.string(),
  participantName: z.string(),
  participantUsername: z.string().nullable(),
});
const participantFields = {
  participantId: textField(100).optional().meta({ description: "The customer's Instagram-scoped id." }),
  participantUsername: textField(100).optional(),
  skipDmCheck: z.never({ error: "X only." }).optional(),
  templateName: z.never({ error: "WhatsApp only." }).optional(),
};
const result = sentShape.extend({ data: sentShape.shape.data.extend(participant.shape) });

export const createConversation = apiRoute({
  method: "POST",
  address: "/v1/inbox/conversations",
  operationId: "createInboxConversation",
  summary: "Write to a customer who has written before; Instagram lets nobody else be written to",
  tag: "Conversations",
  body: sendFields.extend(participantFields),
  form: { schema: sendForm.extend(participantFields), read: readSendForm },
  result,
  also: { 202: { description: "Queued, or the outcome is not known yet", schema: result } },
  async run({ key, body, ...call }) {
    const { participantId, participantUsername, ...message } = body;
    if (!participantId && !participantUsername) throw invalid("Give `participantId` or `participantUsername`.");
    const found = await findConversationOf(key, message.accountId, { participantId, participantUsername });
    if (!found) throw unknownParticipant();
    const address = "/v1/inbox/conversations";
    const answer = await sendInto(key, { ...call, conversationId: found.id, body: message, address });
    const { contact } = found;
    const who = {
      participantId: contact.igsid,
      participantName: nameOf(contact),
      participantUsername: contact.username,
    };
    const { success, data } = answer.body as z.output<typeof sentShape>;
    return new Answer(answer.status, { success, data: { ...data, ...who } }, answer.headers);
  },
});

function unknownParticipant(): ApiRefusal {
  return new ApiRefusal(400, {
    error: "Instagram lets nobody begin a conversation: this customer has to write first.",
    type: "invalid_request_error",
    code: "PLATFORM_NOT_SUPPORTED",
    platform: "instagram",
  });
}
