import { z } from "zod";
import { idField, messageIdField } from "./fields.ts";
import { ApiRefusal } from "./refusal.ts";
import { apiRoute } from "./route.ts";

const path = z.object({ conversationId: idField, messageId: messageIdField });
const address = "/v1/inbox/conversations/{conversationId}/messages/{messageId}";

/** What Instagram lets no program do, or there is none of here: said plainly instead of being done for our own screens alone. */
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

const profile = { tag: "Workspace", result: z.never() };
const ONE_PROFILE = "The workspace is the one profile there is; it is set up where Antwort is installed.";

export const createProfile = apiRoute({
  ...profile,
  method: "POST",
  address: "/v1/profiles",
  operationId: "createProfile",
  summary: "Always refused: the workspace is the one profile there is",
  run: () => refuse(ONE_PROFILE),
});

export const updateProfile = apiRoute({
  ...profile,
  method: "PUT",
  address: "/v1/profiles/{profileId}",
  operationId: "updateProfile",
  summary: "Always refused: the workspace is the one profile there is",
  path: z.object({ profileId: idField }),
  run: () => refuse(ONE_PROFILE),
});

export const deleteProfile = apiRoute({
  ...profile,
  method: "DELETE",
  address: "/v1/profiles/{profileId}",
  operationId: "deleteProfile",
  summary: "Always refused: the workspace is the one profile there is",
  path: z.object({ profileId: idField }),
  run: () => refuse(ONE_PROFILE),
});

async function refuse(error: string): Promise<never> {
  throw new ApiRefusal(400, {
    error,
    type: "invalid_request_error",
    code: "PLATFORM_LIMITATION",
    platform: "instagram",
  });
}
