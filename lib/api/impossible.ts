import { z } from "zod";
import { idField, messageIdField } from "./fields.ts";
import { ApiRefusal } from "./refusal.ts";
import { apiRoute } from "./route.ts";

const path = z.object({ conversationId: idField, messageId: messageIdField });
const address = "/v1/inbox/conversations/{conversationId}/messages/{messageId}";

/** What Instagram lets no program do: said plainly instead of being done for our own screens alone. */
export const editMessage = apiRoute({
  method: "PATCH",
  address,
  operationId: "editInboxMessage",
  summary: "Always refused: Instagram lets programs edit no message",
  tag: "Messages",
  path,
  result: z.never(),
  run: () => refuse("Instagram lets programs edit no message. Send another one."),
});

export const deleteMessage = apiRoute({
  method: "DELETE",
  address,
  operationId: "deleteInboxMessage",
  summary: "Always refused: Instagram lets programs unsend no message",
  tag: "Messages",
  path,
  query: z.object({ accountId: idField.optional() }),
  result: z.never(),
  run: () => refuse("Instagram lets programs unsend no message. It can be unsent in the Instagram app."),
});

async function refuse(error: string): Promise<never> {
  throw new ApiRefusal(400, {
    error,
    type: "invalid_request_error",
    code: "PLATFORM_LIMITATION",
    platform: "instagram",
  });
}
