import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type InstagramEvent, parseEvent, parseWebhook } from "./webhook.ts";

const ACCOUNT = "17841467203918254";
const receivedAt = new Date("2026-11-22T10:00:00Z");

const id = fc.oneof(fc.stringMatching(/^[0-9]{1,18}$/), fc.constant(ACCOUNT), fc.constant("1284407719365528"));
const mid = fc.stringMatching(/^[A-Za-z0-9]{1,40}$/);
const timestamp = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 });
const text = fc.string({ unit: "binary" });

const body = fc.oneof(
  fc.record({ message: fc.record({ mid, text }) }),
  fc.record({ message: fc.record({ mid, is_deleted: fc.constant(true) }) }),
  fc.record({ message_edit: fc.record({ mid, text, num_edit: fc.integer({ min: 1, max: 9 }) }) }),
  fc.record({ reaction: fc.record({ mid, action: fc.constantFrom("react", "unreact") }) }),
  fc.record({ read: fc.record({ mid }) }),
  fc.record({ postback: fc.record({ mid, payload: text }) }),
  fc.record({ referral: fc.record({ ref: text }) }),
  fc.record({ surprise: fc.jsonValue() }),
);
const item = fc.tuple(id, id, timestamp, body).map(([sender, recipient, at, rest]) => ({
  sender: { id: sender },
  recipient: { id: recipient },
  timestamp: at,
  ...rest,
}));

/** JSON of any shape whose keys are those a webhook has, so that every reader meets every type. */
const key = fc.constantFrom(
  ...[
    "object",
    "entry",
    "id",
    "time",
    "messaging",
    "standby",
    "changes",
    "field",
    "value",
    "sender",
    "recipient",
    "timestamp",
  ],
  ...[
    "message",
    "mid",
    "text",
    "attachments",
    "type",
    "payload",
    "url",
    "is_echo",
    "is_deleted",
    "is_self",
    "reply_to",
    "story",
  ],
  ...["message_edit", "num_edit", "reaction", "action", "read", "postback", "referral", "optin", "pass_thread_control"],
  ...["from", "media", "comments", "generic", "elements", "buttons", "__proto__", "constructor", "toString"],
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 7 },
    fc.oneof(
      fc.constantFrom("instagram", "comments", "messages", ACCOUNT, "0", "react", ""),
      fc.jsonValue({ maxDepth: 1 }),
      text,
    ),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(key, tie("tree"), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

function parse(value: unknown) {
  return parseWebhook(Buffer.from(JSON.stringify(value)), receivedAt);
}

function inEntry(items: unknown[]) {
  return { object: "instagram", entry: [{ id: ACCOUNT, time: 1_793_351_643_020, messaging: items }] };
}

function isStorable(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  if (typeof value === "object" && value !== null) return Object.values(value).every(isStorable);
  return true;
}

function expectSound({ events, problem }: ReturnType<typeof parseWebhook>) {
  if (problem !== null) expect(events).toEqual([]);
  for (const event of events) {
    expect(isStorable(event)).toBe(true);
    expect(Buffer.byteLength(event.key)).toBeLessThanOrEqual(1200);
    if (event.raw !== null) expect(parseEvent(event.raw, event.key, receivedAt)).toEqual(event);
  }
}

describe("the parser is total", () => {
  test("over arbitrary bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => expectSound(parseWebhook(bytes, receivedAt))),
      { numRuns: 1000 },
    );
  });

  test("over arbitrary JSON", () => {
    fc.assert(
      fc.property(fc.json(), (json) => expectSound(parseWebhook(Buffer.from(json), receivedAt))),
      { numRuns: 1000 },
    );
  });

  test("over a webhook's keys in any shape", () => {
    fc.assert(
      fc.property(tree, (value) => expectSound(parse(value))),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 4 }), (items) => expectSound(parse(inEntry(items)))),
      { numRuns: 2000 },
    );
  });

  test("over damaged copies of a real body", () => {
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        fc.uint8Array({ maxLength: 4 }),
        (items, at, noise) => {
          const bytes = Buffer.from(JSON.stringify(inEntry(items)));
          bytes.set(noise, Math.min(at % bytes.length, bytes.length - noise.length));
          expectSound(parseWebhook(bytes, receivedAt));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("keys", () => {
  const keysOf = (events: InstagramEvent[]) => events.map((event) => event.key);

  test("a redelivery has the same keys, however it is batched and written", () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 8 }), (items) => {
        const once = keysOf(parse(inEntry(items)).events);
        const oneByOne = items.flatMap((one) => keysOf(parse(inEntry([one])).events));
        const rewritten = items.map((one) => Object.fromEntries(Object.entries(one).reverse()));
        expect(oneByOne).toEqual(once);
        expect(keysOf(parse(inEntry(rewritten)).events)).toEqual(once);
      }),
    );
  });

  test("do not depend on the order of events", () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 8 }), (items) => {
        const forwards = keysOf(parse(inEntry(items)).events);
        const backwards = keysOf(parse(inEntry(items.toReversed())).events);
        expect(backwards.toReversed()).toEqual(forwards);
      }),
    );
  });

  test("of events with different content differ", () => {
    fc.assert(
      fc.property(fc.uniqueArray(item, { maxLength: 8, selector: identityOf }), (items) => {
        const keys = keysOf(parse(inEntry(items)).events);
        expect(new Set(keys).size).toBe(items.length);
      }),
      { numRuns: 500 },
    );
  });
});

/** What makes an event another one, said without the parser's words. */
function identityOf(one: Record<string, unknown>): string {
  const kind = Object.keys(one).find((name) => !["sender", "recipient", "timestamp"].includes(name)) ?? "";
  const inner = one[kind] as Record<string, unknown>;
  const isOfMessage = typeof inner === "object" && inner !== null && kind !== "referral" && kind !== "surprise";
  if (!isOfMessage) return JSON.stringify([kind, one]);
  if (kind === "message" || kind === "postback") return JSON.stringify([kind, inner.mid, inner.is_deleted]);
  if (kind === "message_edit") return JSON.stringify([kind, inner.mid, inner.num_edit]);
  return JSON.stringify([kind, inner.mid, inner.action, one.timestamp, kind === "reaction" && one.sender]);
}
