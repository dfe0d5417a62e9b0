import { describe, expect, test } from "vitest";
import { parseEvent, parseWebhook } from "./webhook.ts";

const ACCOUNT = "17841467203918254";
const LENA = "1284407719365528";
const AT = 1793351642118;

function parse(body: unknown, receivedAt?: Date) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return parseWebhook(Buffer.from(text), receivedAt);
}

function envelope(...messaging: unknown[]) {
  return { object: "instagram", entry: [{ id: ACCOUNT, time: AT + 900, messaging }] };
}

function item(rest: object) {
  return { sender: { id: LENA }, recipient: { id: ACCOUNT }, timestamp: AT, ...rest };
}

function message(rest: object = {}) {
  return item({ message: { mid: "m1", text: "hi", ...rest } });
}

function only(body: unknown) {
  const { events, problem } = parse(body);
  expect(problem).toBeNull();
  expect(events).toHaveLength(1);
  return events[0];
}

describe("bodies that cannot be read as a whole", () => {
  test.each([
    ["nothing", ""],
    ["blanks", " \n"],
    ["no JSON", "object=instagram"],
    ["cut short", JSON.stringify(envelope(message())).slice(0, -4)],
    ["null", "null"],
    ["a number", "5"],
    ["a text", '"instagram"'],
    ["an empty object", "{}"],
    ["an empty list", "[]"],
    ["a list of numbers", "[1,2]"],
    ["no entries", '{"object":"instagram"}'],
    ["null entries", '{"object":"instagram","entry":null}'],
    ["another object", JSON.stringify({ ...envelope(message()), object: "page" })],
    ["an object of another type", JSON.stringify({ ...envelope(message()), object: ["instagram"] })],
  ])("%s", (_case, body) => {
    const { events, problem } = parse(body);
    expect(events).toEqual([]);
    expect(problem).toMatch(/^The body .+\.$/);
  });

  test("bytes that are no text", () => {
    expect(parseWebhook(Uint8Array.from([0xff, 0xfe, 0x00, 0x80])).problem).toBe("The body is not JSON.");
    expect(parseWebhook(new Uint8Array()).problem).toBe("The body is not JSON.");
  });
});

describe("syntax", () => {
  test("a byte order mark, blanks and capitals in `object` do no harm", () => {
    const text = JSON.stringify({ ...envelope(message()), object: "Instagram" }, null, 2);
    expect(only(`\uFEFF${text}\n`)).toMatchObject({ kind: "message", text: "hi" });
  });

  test("broken UTF-8 in one text costs that character and nothing else", () => {
    const [before, after] = JSON.stringify(envelope(message({ text: "a|b" }), message({ mid: "m2" }))).split("|");
    const bytes = Buffer.concat([Buffer.from(before ?? ""), Buffer.from([0xc3, 0x28]), Buffer.from(after ?? "")]);
    expect(parseWebhook(bytes).events).toMatchObject([
      { mid: "m1", text: "a\uFFFD(b" },
      { mid: "m2", text: "hi" },
    ]);
  });

  test("of a key given twice the last one counts", () => {
    const text = JSON.stringify(envelope(message())).replace('"mid":"m1"', '"mid":"m0","mid":"m1"');
    expect(only(text)).toMatchObject({ mid: "m1" });
  });

  test("extreme depth becomes an unknown event and leaves its neighbours alone", () => {
    const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    const text = JSON.stringify(envelope(message(), item({ surprise: "DEEP" }), message({ mid: "m2" }))).replace(
      '"DEEP"',
      deep,
    );
    const { events, problem } = parse(text);
    expect(problem).toBeNull();
    expect(events.map((event) => event.kind)).toEqual(["message", "unknown", "message"]);
    expect(events[1]).toMatchObject({ raw: null, reason: "unknown_event", field: "surprise" });
  });

  test("ids that come as numbers keep their digits", () => {
    const text = JSON.stringify(envelope(message()))
      .replaceAll(`"${ACCOUNT}"`, ACCOUNT)
      .replaceAll(`"${LENA}"`, "99999999999999999");
    expect(only(text)).toMatchObject({ igId: ACCOUNT, contactIgsid: "99999999999999999" });
  });
});

describe("envelopes", () => {
  test("the same event in every wrapper is the same event", () => {
    const event = message();
    const entry = { id: ACCOUNT, time: AT };
    const bodies = [
      envelope(event),
      [envelope(event)],
      { entry: [{ ...entry, messaging: [event] }] },
      { object: "instagram", entry: { ...entry, messaging: event } },
      { object: "instagram", entry: [{ ...entry, changes: [{ field: "messages", value: event }] }] },
      { object: "instagram", entry: [{ ...entry, field: "messages", value: event }] },
      { object: "instagram", entry: [{ ...entry, standby: [event] }] },
      { object: "instagram", entry: [{ ...entry, changes: [{ field: "standby", value: event }] }] },
    ];
    const events = bodies.map(only);
    expect(events.map((one) => [one?.kind, one?.key, one?.igId, one?.contactIgsid, one?.standby])).toEqual(
      [false, false, false, false, false, false, true, true].map((standby) => [
        "message",
        "message:m1",
        ACCOUNT,
        LENA,
        standby,
      ]),
    );
  });

  test.each([
    ["message_reactions", { reaction: { mid: "m1", action: "unreact" } }, "reaction"],
    ["messaging_seen", { read: { mid: "m1" } }, "read"],
    ["messaging_postbacks", { postback: { mid: "m1", payload: "P" } }, "postback"],
    ["messaging_referral", { referral: { ref: "r" } }, "referral"],
    ["message_edit", { message_edit: { mid: "m1", text: "x", num_edit: "2" } }, "message_edit"],
    ["message_edit", { message_edit: { mid: "m1", text: "x", num_edit: 0 } }, "stray_edit"],
    ["messaging_optins", { optin: { type: "t" } }, "optin"],
    ["messaging_handover", { pass_thread_control: { new_owner_app_id: 7 } }, "handover"],
  ])("`changes` of the field %s are messaging events", (field, body, kind) => {
    const wrapped = {
      object: "instagram",
      entry: [{ id: ACCOUNT, time: AT, changes: [{ field, value: item(body) }] }],
    };
    expect(only(wrapped)).toMatchObject({ kind, contactIgsid: LENA });
  });

  test("one entry may use several wrappers, and parts nobody knows are kept", () => {
    const body = {
      object: "instagram",
      entry: [
        {
          id: ACCOUNT,
          time: AT,
          messaging: [message()],
          standby: [message({ mid: "m2" })],
          changes: [{ field: "story_insights", value: { reach: 3 } }],
          hop_context: [{ app: 1 }],
        },
      ],
    };
    expect(parse(body).events).toMatchObject([
      { kind: "message", mid: "m1" },
      { kind: "message", mid: "m2", standby: true },
      { kind: "unknown", field: "story_insights", reason: "unknown_field" },
      { kind: "unknown", field: "hop_context", reason: "unknown_field" },
    ]);
  });

  test("in an outer list an unreadable part does not take the others with it", () => {
    expect(parse([envelope(message()), 7, { object: "page", entry: [] }]).events.map((event) => event.kind)).toEqual([
      "message",
      "unknown",
      "unknown",
    ]);
  });

  test("an entry without an account names it by its event", () => {
    expect(only({ object: "instagram", entry: [{ time: AT, messaging: [message()] }] })).toMatchObject({
      igId: ACCOUNT,
    });
    const echo = {
      sender: { id: ACCOUNT },
      recipient: { id: LENA },
      timestamp: AT,
      message: { mid: "m1", is_echo: true },
    };
    expect(only({ object: "instagram", entry: [{ messaging: [echo] }] })).toMatchObject({
      igId: ACCOUNT,
      contactIgsid: LENA,
      direction: "outbound",
    });
  });

  test.each([[7], ["x"], [null], [[]], [{}], [{ id: ACCOUNT }]])("the entry %j is kept as unknown", (entry) => {
    expect(only({ object: "instagram", entry: [entry] })).toMatchObject({ kind: "unknown", reason: "malformed" });
  });
});

describe("shape", () => {
  test.each([
    ["no known key", item({ typing: { on: true } }), "unknown_event"],
    ["no key at all", {}, "unknown_event"],
    ["not an object", "hello", "malformed"],
    ["a message that is text", item({ message: "hi" }), "malformed"],
    ["a message without an id", item({ message: { text: "hi" } }), "missing_mid"],
    ["an id that is an object", message({ mid: { $ne: null } }), "missing_mid"],
    ["an id with NUL", message({ mid: "m\0" }), "missing_mid"],
    ["an id of 2 kB", message({ mid: "m".repeat(2048) }), "missing_mid"],
    ["no sender", { recipient: { id: ACCOUNT }, timestamp: AT, message: { mid: "m1", text: "hi" } }, "missing_contact"],
    ["a sender of the wrong type", { ...message(), sender: { id: ["1"] } }, "missing_contact"],
    ["a reaction that is neither", item({ reaction: { mid: "m1", action: "explode" } }), "malformed"],
    ["a reaction to nothing", item({ reaction: { action: "react" } }), "missing_mid"],
    ["a read of nothing", item({ read: { watermark: 5 } }), "missing_mid"],
    ["an edit of nothing", item({ message_edit: { text: "x" } }), "missing_mid"],
  ])("%s", (_case, event, reason) => {
    const { events } = parse(envelope(event, message({ mid: "neighbour" })));
    expect(events).toMatchObject([
      { kind: "unknown", igId: ACCOUNT, reason },
      { kind: "message", mid: "neighbour" },
    ]);
    expect(parseEvent(events[0]?.raw ?? "", events[0]?.key ?? "")).toMatchObject({ kind: "unknown", reason });
  });

  test("an echo counts as ours only when the account sent it", () => {
    expect(only(envelope(message({ is_echo: true })))).toMatchObject({
      kind: "unknown",
      reason: "echo_not_from_account",
      contactIgsid: LENA,
    });
    expect(
      only(envelope({ recipient: { id: LENA }, timestamp: AT, message: { mid: "m1", is_echo: true } })),
    ).toMatchObject({
      reason: "echo_not_from_account",
    });
  });

  test("a message by the account is outbound even if nothing calls it an echo", () => {
    const event = {
      sender: { id: ACCOUNT },
      recipient: { id: LENA },
      timestamp: AT,
      message: { mid: "m1", text: "x" },
    };
    expect(only(envelope(event))).toMatchObject({ direction: "outbound", contactIgsid: LENA });
  });

  test("the entry decides whose event it is, not the recipient", () => {
    expect(only(envelope({ ...message(), recipient: { id: "999" } }))).toMatchObject({
      igId: ACCOUNT,
      contactIgsid: LENA,
    });
  });

  test("keys that would reach a prototype change nothing", () => {
    const text = JSON.stringify(envelope(message())).replace(
      '"text":"hi"',
      '"text":"hi","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}',
    );
    expect(only(text)).toMatchObject({ kind: "message", text: "hi" });
    expect(
      only('{"object":"instagram","entry":[{"id":"1","messaging":[{"__proto__":{"message":{"mid":"m"}}}]}]}'),
    ).toMatchObject({
      kind: "unknown",
    });
    expect("polluted" in {}).toBe(false);
  });

  test("two facts in one item are two events", () => {
    const { events } = parse(envelope(message({}), item({ message: { mid: "m2" }, read: { mid: "m0" } })));
    expect(events.map((event) => event.kind)).toEqual(["message", "message", "read"]);
  });

  test("an edit without a number is told apart by its time", () => {
    const edit = (timestamp: number) => ({ ...item({ message_edit: { mid: "m1", text: "x" } }), timestamp });
    const { events } = parse(envelope(edit(AT), edit(AT + 5), edit(AT)));
    expect(new Set(events.map((event) => event.key)).size).toBe(2);
    expect(events[0]).toMatchObject({ kind: "message_edit", numEdit: 1 });
  });
});

describe("moments", () => {
  const mid =
    "aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQxNDY3MjAzOTE4MjU0OjM0MDI4MjM2Njg0MTcxMDMwMTI0NDI3NjkxNDQ4MjA5MzM3MTE4NTozMzA4MTQ5ODc3NjMyNTU3MDQ0OTQ5NTI5MTYzNjc0NDE5MgZDZD";
  test.each([
    ["milliseconds", AT, AT],
    ["seconds", 1527459824, 1527459824000],
    ["text in seconds", "1527459824", 1527459824000],
    ["text in milliseconds", String(AT), AT],
    ["microseconds", AT * 1000, AT],
  ])("%s", (_case, timestamp, ms) => {
    expect(only(envelope({ ...message(), timestamp }))?.occurredAt).toEqual(new Date(ms));
  });

  test.each([[null], ["soon"], [{}], [-5], [0], [1e300], ["NaN"], [true]])(
    "%j falls back to the entry's time",
    (timestamp) => {
      expect(only(envelope({ ...message(), timestamp }))?.occurredAt).toEqual(new Date(AT + 900));
    },
  );

  test("without any time the message id tells it, and after that the receipt", () => {
    const receivedAt = new Date("2026-11-22T10:00:00Z");
    const body = (id: string) => ({
      object: "instagram",
      entry: [{ id: ACCOUNT, messaging: [{ sender: { id: LENA }, message: { mid: id } }] }],
    });
    expect(parse(body(mid), receivedAt).events[0]?.occurredAt).toEqual(new Date(AT));
    expect(parse(body("m1"), receivedAt).events[0]?.occurredAt).toEqual(receivedAt);
  });
});

describe("attachments", () => {
  const attachmentsOf = (...attachments: unknown[]) => {
    const event = only(envelope(message({ attachments })));
    return event?.kind === "message" ? event.attachments : [];
  };

  test("a type nobody knows keeps its name and its address", () => {
    expect(attachmentsOf({ type: "hologram", payload: { url: "https://cdn.example/x" } })).toMatchObject([
      { type: "unknown", rawType: "hologram", url: "https://cdn.example/x" },
    ]);
  });

  test.each([["constructor"], ["__proto__"], [7], [null], [undefined]])("the type %j is unknown", (type) => {
    expect(attachmentsOf({ type })).toMatchObject([{ type: "unknown" }]);
  });

  test("only web addresses are addresses", () => {
    for (const url of [
      "javascript:alert(1)",
      "data:text/html,x",
      "//x",
      "file:///etc/passwd",
      "https://",
      5,
      " https://x.example",
    ]) {
      expect(attachmentsOf({ type: "image", payload: { url } })).toMatchObject([
        { type: "image", url: null, linkUrl: null },
      ]);
    }
  });

  test("twins are merged by address too, different posts are not", () => {
    const url = "https://lookaside.fbsbx.com/a";
    expect(attachmentsOf({ type: "share", payload: { url } }, { type: "ig_post", payload: { url } })).toMatchObject([
      { rawType: "ig_post" },
    ]);
    expect(
      attachmentsOf({ type: "share", payload: { url } }, { type: "ig_post", payload: { url: `${url}b` } }),
    ).toHaveLength(2);
    expect(attachmentsOf({ type: "image", payload: { url } }, { type: "image", payload: { url } })).toHaveLength(2);
  });

  test("a heart, a sticker, a button template and odd shapes", () => {
    expect(
      attachmentsOf(
        { type: "like_heart" },
        { type: "image", payload: { sticker_id: 369239263222822, url: "https://x.example/s" } },
      ),
    ).toMatchObject([{ type: "heart" }, { type: "sticker", mediaId: "369239263222822" }]);
    expect(
      attachmentsOf({
        type: "template",
        payload: { text: "How?", buttons: [{ type: "web_url", title: "Go", url: "javascript:1" }] },
      }),
    ).toMatchObject([{ template: [{ title: "How?", buttons: [{ title: "Go", url: null }] }] }]);
    expect(attachmentsOf(7, "x", { payload: "y" })).toHaveLength(3);
  });
});

describe("text", () => {
  const textOf = (text: unknown) => {
    const event = only(envelope(message({ text })));
    return event?.kind === "message" ? event.text : undefined;
  };

  test.each([
    ["NUL", "a\0b", "a\u2400b"],
    ["a lone surrogate", "a\uD83Db\uDC4B", "a\uFFFDb\uFFFD"],
    ["an emoji of joined parts", "👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"],
    ["direction overrides", "invoice\u202Egpj.exe", "invoice\u202Egpj.exe"],
    ["a flood of marks", `Z${"\u0301".repeat(5000)}`, `Z${"\u0301".repeat(5000)}`],
    ["decomposed letters", "u\u0308", "u\u0308"],
    ["blanks only", " \n\t", " \n\t"],
    ["nothing", "", ""],
    ["markup", "<script>{{7*7}}</script>", "<script>{{7*7}}</script>"],
    ["very long", "x".repeat(300_000), "x".repeat(300_000)],
    ["a number", 7, null],
    ["an object", { toString: 1 }, null],
  ])("%s", (_case, text, stored) => {
    expect(textOf(text)).toBe(stored);
  });

  test("what is stored of an event has neither NUL nor lone surrogates in it", () => {
    const event = only(envelope(message({ text: "a\0\uD83D", "k\0\uDC4B": 1 })));
    expect(event?.raw).toContain("\\u0000");
    expect(event?.raw).not.toContain("\0");
    expect(event?.raw?.isWellFormed()).toBe(true);
  });
});

describe("volume", () => {
  test("one poison among a thousand", () => {
    const items: unknown[] = Array.from({ length: 1000 }, (_, index) => message({ mid: `m${index}` }));
    items[500] = { message: [[["poison"]]] };
    const { events } = parse(envelope(...items));
    expect(events.filter((event) => event.kind === "message")).toHaveLength(999);
    expect(events.filter((event) => event.kind === "unknown")).toHaveLength(1);
    expect(new Set(events.map((event) => event.key)).size).toBe(1000);
  });

  test("a body of millions of parts is refused as a whole, in no time", () => {
    const million = Array.from({ length: 1_000_000 }, () => 1);
    const started = performance.now();
    for (const body of [{ object: "instagram", entry: million }, { entry: [{ messaging: million }] }, million]) {
      expect(parse(body)).toMatchObject({ events: [], problem: expect.stringMatching(/^The body /) });
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test("one message cannot hold more than Instagram could mean", () => {
    const attachments = Array.from({ length: 200_000 }, () => ({ type: "share" }));
    expect(only(envelope(message({ attachments })))).toMatchObject({ kind: "message", attachments: { length: 50 } });
  });

  test("a number of a million digits harms nobody else", () => {
    const text = JSON.stringify(envelope(message(), item({ surprise: "LONG" }))).replace(
      '"LONG"',
      "1".repeat(1_000_000),
    );
    expect(parse(text).events.map((event) => event.kind)).toEqual(["message", "unknown"]);
  });

  test("the same id in two accounts is two events", () => {
    const body = {
      object: "instagram",
      entry: [{ ...envelope(message()).entry[0] }, { ...envelope(message()).entry[0], id: "2" }],
    };
    expect(parse(body).events.map((event) => `${event.igId}/${event.key}`)).toEqual([
      `${ACCOUNT}/message:m1`,
      "2/message:m1",
    ]);
  });
});
