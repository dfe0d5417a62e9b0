import type { ToldMessage } from "./load-messages.ts";

/** The account as every event names it; the workspace is the one profile there is. */
export function presentAccount(workspaceId: string, account: { id: string; username: string; name: string | null }) {
  return {
    accountId: account.id,
    profileId: workspaceId,
    platform: "instagram" as const,
    username: account.username,
    displayName: account.name ?? account.username,
  };
}

type Conversation = ToldMessage["conversation"];
type Contact = ToldMessage["contact"];

/** Both ids are the one that the API's list gives and its addresses take. */
export function presentConversation({ id, closedAt }: Conversation, contact: Contact) {
  return {
    id,
    platformConversationId: id,
    participantId: contact.igsid,
    participantName: nameOf(contact),
    ...(contact.username ? { participantUsername: contact.username } : {}),
    ...(contact.pictureUrl ? { participantPicture: contact.pictureUrl } : {}),
    status: closedAt ? ("archived" as const) : ("active" as const),
    contactId: contact.id,
  };
}

export function presentConversationDetail(conversation: Conversation, contact: Contact) {
  return { ...presentConversation(conversation, contact), platform: "instagram" as const };
}

/** Some customers have neither name nor handle (facts 2.8): their id is better than a guess. */
export function nameOf({ name, username, igsid }: Pick<Contact, "name" | "username" | "igsid">): string {
  return name ?? username ?? igsid;
}
