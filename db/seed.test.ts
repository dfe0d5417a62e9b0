import "#test/database.ts";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeMember } from "#test/factories.ts";
import { db } from "./client.ts";
import { seed } from "./seed.ts";
import { makeConversations } from "./seed-conversations.ts";
import { DIALOGUES } from "./seed-dialogues.ts";

test("makes exactly what was asked for, under one demo account, in a state the inbox agrees with", async () => {
  await makeMember();
  await seed({ conversations: 30, messages: 400 });
  await seed({ conversations: 5, messages: 5 });
  await seed({ conversations: 5, messages: 5 });
  const [facts] = await db.execute(sql`
    select (select count(*)::int from instagram_accounts) as accounts,
      (select count(*)::int from conversations) as conversations,
      (select count(*)::int from messages) as messages,
      (select count(*)::int from conversations c where last_message_at <> (
        select max(occurred_at) from messages where conversation_id = c.id)) as "wrongLast",
      (select count(*)::int from conversations c where last_inbound_seq <> (
        select max(seq) from messages where conversation_id = c.id and direction = 'inbound')) as "wrongUnread",
      (select count(*)::int from conversation_reads r join messages unread using (conversation_id)
        join messages answer using (conversation_id) where unread.direction = 'inbound' and answer.direction = 'outbound'
        and unread.seq > r.read_through_seq and answer.seq > unread.seq) as "unreadBeforeAnswer",
      (select count(*)::int from conversations where waiting_since is distinct from waiting_since_of(id)) as "wrongWaiting",
      (select count(*)::int from conversations where closed_at is not null and snoozed_until is not null) as "wrongSnooze",
      (select count(*)::int from labels) as labels`);
  expect(facts).toEqual({
    accounts: 1,
    conversations: 40,
    messages: 410,
    wrongLast: 0,
    wrongUnread: 0,
    unreadBeforeAnswer: 0,
    wrongWaiting: 0,
    wrongSnooze: 0,
    labels: 7,
  });
});

test("gives a day at work: labelled, shared out, put off, in one language if asked", async () => {
  await makeMember();
  await seed({ conversations: 60, messages: 600, language: "de" });
  const [facts] = await db.execute(sql`
    select (select count(*)::int from conversations where assignee_id is not null) as assigned,
      (select count(*)::int from conversations where snoozed_until is not null) as snoozed,
      (select count(*)::int from conversation_labels join labels on labels.id = label_id where name = 'Bestellung') as labelled`);
  for (const count of ["assigned", "snoozed", "labelled"]) expect(facts?.[count]).toBeGreaterThan(0);
  const german = new Set(DIALOGUES.de.flat().map(({ text }) => text));
  const words = makeConversations(20, 200, new Date(), "de").flatMap(({ messages }) => messages);
  expect(words.every(({ text }) => german.has(text))).toBe(true);
});
