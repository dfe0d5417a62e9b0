import "#test/database.ts";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeMember } from "#test/factories.ts";
import { db } from "./client.ts";
import { seed } from "./seed.ts";

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
        select max(seq) from messages where conversation_id = c.id and direction = 'inbound')) as "wrongUnread"`);
  expect(facts).toEqual({ accounts: 1, conversations: 40, messages: 410, wrongLast: 0, wrongUnread: 0 });
});
