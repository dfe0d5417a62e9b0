import type { Notification } from "./types.ts";

/** Where what a notification tells of can be seen. */
export function placeOf({ conversationId }: Pick<Notification, "conversationId">): string {
  return conversationId === null ? "/settings/developers#webhooks" : `/inbox/${conversationId}`;
}
