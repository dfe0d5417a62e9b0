import "#test/database.ts";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { listMessages, listMessagesUntil } from "./message-queries.ts";

test("a page that is to reach a message holds it, some before it, and nothing that was shown already", async () => {
  const { member, conversation, told } = await talk(120);
  const shown = await listMessages(member, conversation.id, { limit: 20 });
  const page = await listMessagesUntil(member, conversation.id, {
    around: told[40]?.id ?? "",
    before: shown.at(-1),
  });
  expect(page.map(({ text }) => text)).toEqual(Array.from({ length: 85 }, (_, index) => `Line ${99 - index}`));
});

test("near the beginning of a talk such a page ends with it", async () => {
  const { member, conversation, told } = await talk(10);
  const page = await listMessagesUntil(member, conversation.id, { around: told[3]?.id ?? "" });
  expect(page).toHaveLength(10);
});

test("a message of another conversation or workspace is not found", async () => {
  const [one, other] = [await talk(2), await talk(2)];
  const stranger = { around: other.told[0]?.id ?? "" };
  await expect(listMessagesUntil(one.member, one.conversation.id, stranger)).rejects.toThrow(NotFoundError);
  await expect(listMessagesUntil(one.member, other.conversation.id, stranger)).rejects.toThrow(NotFoundError);
});

test("a browser gets none of Instagram's addresses", async () => {
  const { member, conversation } = await talk(0);
  const url = "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1&signature=x";
  await makeMessage(conversation, {
    attachments: [
      { type: "image", rawType: "image", url, linkUrl: null, title: null, mediaId: null, template: null },
      {
        type: "template",
        rawType: "template",
        url: null,
        linkUrl: null,
        title: null,
        mediaId: null,
        template: [{ title: "Table", subtitle: null, imageUrl: url, url: null, buttons: [] }],
      },
    ],
    story: { id: "1", url, linkStickerUrl: null },
    referral: { ref: "r", source: "ADS", type: null, adId: "7", adTitle: "Wood", photoUrl: url, videoUrl: url },
  });
  const [message] = await listMessages(member, conversation.id);
  expect(JSON.stringify(message)).not.toContain("fbsbx");
  expect(message?.attachments[0]?.mediaPath).toBe(`/api/media/${message?.id}/0`);
  expect(message?.referral?.mediaPath).toBe(`/api/media/${message?.id}/ad`);
});

test("the raw content of what nobody knows yet is for admins alone", async () => {
  const { member, conversation } = await talk(0);
  await makeMessage(conversation, { kind: "unknown", text: null, raw: '{"hologram":1}' });
  const agent = await makeMember({ workspaceId: member.workspaceId, role: "agent" });
  expect((await listMessages(member, conversation.id))[0]?.raw).toBe('{"hologram":1}');
  expect((await listMessages(agent, conversation.id))[0]?.raw).toBeNull();
});

test("what a reply of ours carries is shown from our own files before Instagram tells it back", async () => {
  const { member, conversation } = await talk(0);
  const { id: messageId } = await makeMessage(conversation, {
    direction: "outbound",
    origin: "antwort",
    status: "queued",
    mid: null,
    text: null,
  });
  const uploadId = messageId;
  const nothing = { url: null, linkUrl: null, mediaId: null, template: null };
  const file = { ...nothing, type: "file", rawType: "file", title: "plan.pdf", sizeBytes: 184_220, uploadId } as const;
  const link = { ...nothing, type: "video", rawType: "video", title: null } as const;
  await db
    .update(messages)
    .set({ attachments: [file] })
    .where(eq(messages.id, messageId));
  const [stored] = await listMessages(member, conversation.id);
  expect(stored?.attachments).toMatchObject([
    { type: "file", title: "plan.pdf", sizeBytes: 184_220, mediaPath: `/api/inbox/uploads/${uploadId}` },
  ]);

  const url = "https://shop.example/clip.mp4";
  await db
    .update(messages)
    .set({ attachments: [link], outgoing: { type: "video", url } })
    .where(eq(messages.id, messageId));
  const [told] = await listMessages(member, conversation.id);
  expect(told?.attachments).toMatchObject([{ type: "video", mediaPath: null, linkUrl: url }]);
});

async function talk(length: number) {
  const member = await makeMember();
  const account = await makeAccount({ workspaceId: member.workspaceId });
  const conversation = await makeConversation(account);
  const startedAt = Date.parse("2026-11-20T10:00:00Z");
  const told = [];
  for (let index = 0; index < length; index++) {
    const occurredAt = new Date(startedAt + index * 60_000);
    told.push(await makeMessage(conversation, { text: `Line ${index}`, occurredAt }));
  }
  return { member, conversation, told };
}
