import { accountBy, igsidFor, isConnected, threadOf } from "./find.ts";
import { conversationId } from "./ids.ts";
import { assetBy, mediaPath, picturePath } from "./media.ts";
import type { Account, Attachment, Customer, Message } from "./state.ts";
import type { World } from "./store.ts";

/** What the control API and the customer page see of a customer. Addresses are relative to the simulator. */
export function customerView(world: World, customer: Customer, accountName: string | null) {
  const account = accountBy(world, accountName);
  const thread = account ? threadOf(world, account, customer) : null;
  const last = thread?.messages.at(-1);
  return {
    ...customer,
    picture_url: customer.picture ? picturePath(world, customer.picture) : null,
    last_message: last
      ? { text: last.text, kind: last.kind, from: last.from, at: last.at, deleted: last.is_deleted }
      : null,
    unread: thread
      ? thread.messages.filter((one) => one.from === "business" && !one.read && !one.is_deleted).length
      : 0,
  };
}

export function accountView(world: World, account: Account) {
  return {
    ...account,
    connected: isConnected(world, account),
    picture_url: account.picture ? picturePath(world, account.picture) : null,
    posts: account.posts.map((post) => ({
      ...post,
      url: mediaPath(world, post.asset),
      mime: assetBy(world, post.asset)?.mime,
    })),
    story: { ...account.story, url: mediaPath(world, account.story.asset) },
  };
}

/** A thread as the customer sees it on his phone. */
export function threadView(world: World, account: Account, customer: Customer) {
  const thread = threadOf(world, account, customer);
  const typing = (thread?.business_typing_until ?? 0) - Date.now();
  return {
    account: account.user_id,
    igsid: igsidFor(customer, account),
    conversation_id: thread ? conversationId(thread.id) : null,
    last_inbound_at: thread?.last_inbound_at ?? null,
    window_open: thread?.last_inbound_at ? world.now() - thread.last_inbound_at < 86_400_000 : false,
    owner: thread?.owner ?? "app",
    business_seen_mid: thread?.business_seen_mid ?? null,
    business_typing_ms: Math.max(0, typing),
    messages: (thread?.messages ?? []).map((one) => messageView(world, one)),
  };
}

function messageView(world: World, message: Message) {
  const reply = message.reply_to;
  return {
    ...message,
    attachments: message.attachments.map((one) => attachmentView(world, one)),
    reply_to:
      reply && "story" in reply ? { story: { ...reply.story, url: mediaPath(world, reply.story.asset) } } : reply,
  };
}

function attachmentView(world: World, attachment: Attachment) {
  const asset = attachment.asset ? assetBy(world, attachment.asset) : null;
  const url = attachment.url ?? (attachment.asset ? mediaPath(world, attachment.asset) : null);
  return { ...attachment, url, mime: asset?.mime ?? null, name: asset?.name ?? null };
}
