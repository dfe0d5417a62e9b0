import "#test/database.ts";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { db } from "#db/client.ts";
import { conversationLabels, conversationReads, conversations } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import type { Member } from "#lib/members/member.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { CONVERSATIONS_PAGE, type ConversationSummary, listConversations } from "./conversation-queries.ts";
import { createLabel } from "./labels.ts";
import { countViews } from "./view-counts.ts";
import {
  belongs,
  CONVERSATION_SORTS,
  CONVERSATION_VIEWS,
  compareKeys,
  DEFAULT_PLACE,
  keyOf,
  type ListPlace,
} from "./views.ts";

const HOUR = 3_600_000;

type Facts = {
  account: 0 | 1;
  label: 0 | 1 | null;
  assignee: "me" | "colleague" | null;
  status: "open" | "snoozed" | "done";
  isAnswered: boolean;
  isRead: boolean;
  hoursAgo: number;
  hasWritten: boolean;
  isRefused: boolean;
  refusedHoursAgo: number;
};

const anyFacts: fc.Arbitrary<Facts> = fc.record({
  account: fc.constantFrom(0, 1),
  label: fc.constantFrom(0, 1, null),
  assignee: fc.constantFrom("me", "colleague", null),
  status: fc.constantFrom("open", "open", "snoozed", "done"),
  isAnswered: fc.boolean(),
  isRead: fc.boolean(),
  hoursAgo: fc.integer({ min: 0, max: 200 }),
  refusedHoursAgo: fc.integer({ min: 0, max: 60 }),
  hasWritten: fc.boolean(),
  isRefused: fc.constantFrom(false, false, false, true),
});

let member: Member;
let accountIds: string[];
let labelIds: string[];
let everything: ConversationSummary[];

/** Two pages' worth of conversations of every kind. */
beforeAll(async () => {
  member = await makeMember();
  const colleague = await makeMember({ workspaceId: member.workspaceId });
  const accounts = [
    await makeAccount({ workspaceId: member.workspaceId }),
    await makeAccount({ workspaceId: member.workspaceId }),
  ];
  const labels = [
    await createLabel(member, { name: "Order", color: "green" }),
    await createLabel(member, { name: "Press", color: "red" }),
  ];
  for (const facts of fc.sample(anyFacts, { numRuns: 160, seed: 7 })) {
    const assigneeId = facts.assignee && (facts.assignee === "me" ? member : colleague).id;
    await store(facts, accounts, labels, assigneeId);
  }
  accountIds = accounts.map(({ id }) => id);
  labelIds = labels.map(({ id }) => id);
  everything = await readEverything();
  expect(everything).toHaveLength(160);
});

const anyPlace: fc.Arbitrary<ListPlace> = fc
  .record({
    view: fc.constantFrom(...CONVERSATION_VIEWS),
    account: fc.constantFrom(0, 1, null),
    label: fc.constantFrom(0, 1, null),
    sort: fc.constantFrom(...CONVERSATION_SORTS),
  })
  .map(({ view, account, label, sort }) => ({
    view,
    sort,
    accountId: account === null ? null : `account-${account}`,
    labelId: label === null ? null : `label-${label}`,
  }));

describe("server and browser", () => {
  test.each(["off", "on"] as const)(
    "agree on what every list shows, and in what order, page by page, human agent %s",
    async (setting) => {
      env().HUMAN_AGENT = setting;
      onTestFinished(() => {
        env().HUMAN_AGENT = "off";
      });
      const everything = await readEverything();
      await fc.assert(
        fc.asyncProperty(anyPlace, async (named) => {
          const place = withIds(named);
          const now = new Date();
          const shown = everything.filter((row) => belongs(row, place, member.id));
          const inOrder = shown.sort((one, other) =>
            compareKeys(keyOf(one, place.sort, now), keyOf(other, place.sort, now), place.sort),
          );
          expect(idsOf(await readAll(place))).toEqual(idsOf(inOrder));
        }),
        { numRuns: 70 },
      );
    },
  );

  test.each(CONVERSATION_VIEWS.filter((view) => view !== "done"))("agree on how many are %s", async (view) => {
    const expected = everything.filter((row) => belongs(row, { ...DEFAULT_PLACE, view }, member.id)).length;
    expect(expected).toBeGreaterThan(0);
    expect((await countViews(member)).views[view]).toBe(expected);
    const [accountId = ""] = accountIds;
    const ofAccount = everything.filter((row) => belongs(row, { ...DEFAULT_PLACE, view, accountId }, member.id));
    expect((await countViews(member, accountId)).views[view]).toBe(ofAccount.length);
  });

  test("agree on how many open ones a label has", async () => {
    const { labels } = await countViews(member);
    for (const labelId of labelIds) {
      const expected = everything.filter((row) => belongs(row, { ...DEFAULT_PLACE, labelId }, member.id));
      expect(labels[labelId]).toBe(expected.length);
    }
  });
});

test("who may see one account only lists and counts nothing of another", async () => {
  const [accountId = ""] = accountIds;
  const agent = { ...(await makeMember({ workspaceId: member.workspaceId, role: "agent" })), accountIds: [accountId] };
  const rows = await readAll(DEFAULT_PLACE, agent);
  const expected = everything.filter((row) => belongs(row, { ...DEFAULT_PLACE, accountId }, agent.id));
  expect(new Set(idsOf(rows))).toEqual(new Set(idsOf(expected)));
  expect((await countViews(agent)).views.open).toBe(expected.length);
  expect(await listConversations(agent, { accountId: accountIds[1] ?? "" })).toEqual([]);
});

test("a stranger's lists are empty, with ids of ours too", async () => {
  const stranger = await makeMember();
  const [labelId = ""] = labelIds;
  expect(await listConversations(stranger, { labelId })).toEqual([]);
  const { views, labels } = await countViews(stranger);
  expect(Object.values(views).every((count) => count === 0)).toBe(true);
  expect(labels).toEqual({});
});

async function store(
  facts: Facts,
  accounts: Awaited<ReturnType<typeof makeAccount>>[],
  labels: { id: string }[],
  assigneeId: string | null,
): Promise<void> {
  const account = accounts[facts.account] as (typeof accounts)[number];
  const conversation = await makeConversation(account, { minutesAgo: facts.hoursAgo * 60 });
  const message = await makeMessage(conversation, { occurredAt: conversation.lastMessageAt });
  if (facts.isAnswered) {
    const occurredAt = new Date(conversation.lastMessageAt.getTime() + 1000);
    await makeMessage(conversation, { direction: "outbound", origin: "instagram_app", status: "sent", occurredAt });
  }
  await db
    .update(conversations)
    .set({
      assigneeId,
      lastInboundSeq: message.seq,
      windowRefusedAt: facts.isRefused ? new Date(Date.now() - facts.refusedHoursAgo * HOUR) : null,
      lastInboundAt: facts.hasWritten ? conversation.lastMessageAt : null,
      closedAt: facts.status === "done" ? new Date() : null,
      snoozedUntil: facts.status === "snoozed" ? new Date(Date.now() + HOUR) : null,
    })
    .where(eq(conversations.id, conversation.id));
  const conversationId = conversation.id;
  const labelId = facts.label === null ? undefined : labels[facts.label]?.id;
  if (labelId) await db.insert(conversationLabels).values({ conversationId, labelId });
  if (facts.isRead) {
    await db.insert(conversationReads).values({ conversationId, memberId: member.id, readThroughSeq: message.seq });
  }
}

async function readEverything(): Promise<ConversationSummary[]> {
  return (await Promise.all(["open", "snoozed", "done"].map((view) => readAll({ view } as ListPlace)))).flat();
}

async function readAll(place: ListPlace, as = member): Promise<ConversationSummary[]> {
  const rows: ConversationSummary[] = [];
  for (;;) {
    const last = rows.at(-1);
    const page = await listConversations(as, place, last && keyOf(last, place.sort, new Date()));
    rows.push(...page);
    if (page.length < CONVERSATIONS_PAGE) return rows;
  }
}

function withIds({ accountId, labelId, ...place }: ListPlace): ListPlace {
  return {
    ...place,
    accountId: accountId && (accountIds[Number(accountId.at(-1))] ?? null),
    labelId: labelId && (labelIds[Number(labelId.at(-1))] ?? null),
  };
}

function idsOf(rows: { id: string }[]): string[] {
  return rows.map(({ id }) => id);
}
