import "#test/database.ts";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversations, messages } from "#db/schema/index.ts";
import { makeAccount, makeConversation, makeMessage } from "#test/factories.ts";

type Told = {
  minute: number;
  by: "customer" | "us";
  fate: "plain" | "failed" | "unsent" | "discarded" | "card";
};

const anyMessage: fc.Arbitrary<Told> = fc.record({
  minute: fc.integer({ min: 0, max: 30 }),
  by: fc.constantFrom("customer", "us"),
  fate: fc.constantFrom("plain", "plain", "failed", "unsent", "discarded", "card"),
});

test("since when a customer waits follows from what stands in the thread, in whatever order it came", async () => {
  const account = await makeAccount();
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anyMessage, { selector: ({ minute }) => minute, minLength: 1, maxLength: 7 }),
      async (told) => {
        const conversation = await makeConversation(account);
        for (const message of told) await tell(conversation, message);
        expect(await waitingSince(conversation.id)).toEqual(expected(told));
      },
    ),
    { numRuns: 60 },
  );
});

test("many messages in one statement count as one by one, and deleting them too", async () => {
  const conversation = await makeConversation(await makeAccount());
  const row = (minute: number, by: Told["by"]) => ({
    ...rowOf(minute, by),
    workspaceId: conversation.workspaceId,
    instagramAccountId: conversation.instagramAccountId,
    conversationId: conversation.id,
    mid: `m${minute}`,
  });
  await db.insert(messages).values([row(1, "customer"), row(2, "us"), row(3, "customer"), row(4, "customer")]);
  expect(await waitingSince(conversation.id)).toEqual(at(3));
  await db.delete(messages).where(eq(messages.conversationId, conversation.id));
  expect(await waitingSince(conversation.id)).toBeNull();
});

async function tell(conversation: Parameters<typeof makeMessage>[0], { minute, by, fate }: Told) {
  const isCard = by === "customer" && fate === "card";
  const { id } = await makeMessage(conversation, {
    ...rowOf(minute, by),
    ...(isCard ? { mid: null, kind: "referral" } : {}),
  });
  const where = eq(messages.id, id);
  if (fate === "failed" && by === "us") await db.update(messages).set({ status: "failed" }).where(where);
  if (fate === "unsent") await db.update(messages).set({ deletedAt: new Date() }).where(where);
  if (fate === "discarded") await db.delete(messages).where(where);
}

function rowOf(minute: number, by: Told["by"]) {
  return by === "customer"
    ? ({ direction: "inbound", origin: "customer", occurredAt: at(minute) } as const)
    : ({ direction: "outbound", origin: "instagram_app", status: "sent", occurredAt: at(minute) } as const);
}

function expected(told: Told[]): Date | null {
  const answers = told.filter(({ by, fate }) => by === "us" && fate !== "failed" && fate !== "discarded");
  const answeredAt = Math.max(-1, ...answers.map(({ minute }) => minute));
  const asked = told.filter(({ by, fate, minute }) => by === "customer" && counts(fate) && minute > answeredAt);
  return asked.length === 0 ? null : at(Math.min(...asked.map(({ minute }) => minute)));
}

function counts(fate: Told["fate"]): boolean {
  return fate === "plain" || fate === "failed";
}

function at(minute: number): Date {
  return new Date(Date.UTC(2026, 10, 22, 10, minute));
}

async function waitingSince(id: string): Promise<Date | null | undefined> {
  const [row] = await db.select().from(conversations).where(eq(conversations.id, id));
  return row?.waitingSince;
}
