import { afterEach, beforeEach, expect, test } from "vitest";
import { ACCOUNT, LENA, type Pair, startPair } from "./testing.ts";

let pair: Pair;
let token: string;
beforeEach(async () => {
  pair = await startPair();
  token = await pair.connect();
});
afterEach(() => pair.close());

const modes = (body: object) => pair.control("PATCH", "/webhooks", body);
const texts = () => pair.app.events().map((one) => one.message?.text);

test("a refused delivery is repeated, and later ones of the conversation wait for it", async () => {
  await modes({ retry_ms: [50] });
  pair.app.answers.push(500, 503);
  await pair.say("one");
  await pair.say("two");
  await pair.settle();
  expect(texts()).toEqual(["one", "two"]);
});

test("hold and release in another order and as one batch; duplicates; losses", async () => {
  await modes({ hold: true });
  for (const text of ["one", "two", "three"]) await pair.say(text);
  expect(pair.app.received.length).toBe(0);
  await pair.control("POST", "/webhooks/release", { as: "batch", order: "reverse" });
  await pair.settle();
  expect(pair.app.received.length).toBe(1);
  expect(texts()).toEqual(["three", "two", "one"]);
  await modes({ hold: false, duplicate: 3 });
  await pair.say("thrice");
  await pair.settle();
  expect(texts().filter((one) => one === "thrice").length).toBe(3);
  await modes({ duplicate: 1, drop: 1 });
  await pair.say("lost");
  await pair.settle();
  expect(texts()).not.toContain("lost");
});

test("the echo can come before the answer, late, twice, or never", async () => {
  await pair.say("Hi");
  await pair.settle();
  await modes({ echo: "before" });
  const first = await pair.send(token, { text: "early" });
  expect(pair.app.events().at(-1).message.mid).toBe(first.body.message_id);
  await modes({ echo: "after", echo_duplicate: 2 });
  await pair.send(token, { text: "twice" });
  await pair.settle();
  expect(texts().filter((one) => one === "twice").length).toBe(2);
  await modes({ echo: "missing" });
  await pair.send(token, { text: "never" });
  await pair.settle();
  expect(texts()).not.toContain("never");
});

test("every customer act has its event", async () => {
  const act = (what: string, body: object) => pair.control("POST", `/customers/${LENA}/${what}`, body);
  const said = await pair.say("Hi");
  const reply = await pair.send(token, { text: "Hello" });
  await act("react", { mid: reply.body.message_id, emoji: "❤️" });
  await act("unreact", { mid: reply.body.message_id });
  await act("seen", {});
  await act("edit", { mid: said.mid, text: "Hello there" });
  await act("unsend", { mid: said.mid });
  const tapped = await act("messages", { kind: "postback", title: "Hours?", payload: "HOURS" });
  await act("messages", { kind: "referral", ref: "flyer" });
  await act("comments", { text: "Price?" });
  await pair.settle();
  const mid = reply.body.message_id;
  const bodies = pair.app
    .events()
    .slice(2)
    .map(({ sender, recipient, timestamp, ...body }) => body);
  expect(bodies.filter((one) => !one.field)).toEqual([
    { reaction: { mid, action: "react", reaction: "love", emoji: "❤️" } },
    { reaction: { mid, action: "unreact" } },
    { read: { mid } },
    { message_edit: { mid: said.mid, text: "Hello there", num_edit: 1 } },
    { message: { mid: said.mid, is_deleted: true } },
    { postback: { mid: tapped.mid, title: "Hours?", payload: "HOURS" } },
    { referral: { ref: "flyer", source: "SHORTLINK", type: "OPEN_THREAD" } },
  ]);
  expect(bodies.find((one) => one.field)).toMatchObject({
    field: "comments",
    value: { text: "Price?", from: { id: LENA } },
  });
  const comment = pair.app.received.find((one) => one.raw.includes("changes"));
  expect(comment?.raw).toMatch(/"time":\d{10},/);
});

test("odd forms: strings for times, standby, changes, twins, stray edits, test payloads, wrong secrets", async () => {
  await modes({ timestamps: "string_seconds", envelope: "standby" });
  await pair.say("odd");
  await pair.settle();
  expect(pair.app.received.at(-1)?.raw).toMatch(/"standby":\[.*"timestamp":"\d{10}"/);
  await modes({ timestamps: "ms", envelope: "changes" });
  await pair.say("changed");
  await pair.settle();
  expect(pair.app.events().at(-1)).toMatchObject({ field: "messages", value: { message: { text: "changed" } } });
  await pair.control("POST", "/webhooks/normal");
  await modes({ share_twins: true });
  await pair.control("POST", `/customers/${LENA}/messages`, { kind: "ig_post" });
  await pair.settle();
  expect(
    pair.app
      .events()
      .at(-1)
      .message.attachments.map((one: { type: string }) => one.type),
  ).toEqual(["share", "ig_post"]);
  await modes({ stray_edit: true });
  const stray = await pair.say("stray");
  await pair.settle();
  expect(pair.app.events().at(-1)).toEqual({
    timestamp: expect.any(Number),
    message_edit: { mid: stray.mid, num_edit: 0 },
  });
  expect(await pair.control("POST", "/webhooks/test", { kind: "messages-changes" })).toEqual({ status: "200" });
  await pair.control("POST", "/webhooks/raw", { body: '{"object":"instagram","entry":[]}', secret: "wrong" });
  const forged = pair.app.received.at(-1);
  expect(forged?.headers["x-hub-signature-256"]).not.toBe(pair.signature(forged?.raw ?? ""));
  await pair.control("POST", `/customers/${LENA}/messages`, {
    kind: "raw",
    event: { sender: null, holiday: { a: 1 } },
  });
  await modes({ secret: null });
  await pair.settle();
  expect(pair.app.events().at(-1)).toEqual({
    recipient: { id: ACCOUNT },
    timestamp: expect.any(Number),
    holiday: { a: 1 },
  });
});
