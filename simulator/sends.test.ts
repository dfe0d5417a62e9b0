import { afterEach, beforeEach, expect, test } from "vitest";
import { decodeId } from "./ids.ts";
import { ACCOUNT, LENA, type Pair, startPair } from "./testing.ts";

let pair: Pair;
let token: string;
beforeEach(async () => {
  pair = await startPair();
  token = await pair.connect();
});
afterEach(() => pair.close());

test("a customer's message reaches the app signed over escaped bytes, and its mid carries time and thread", async () => {
  const said = await pair.say("Grüezi 👋 a/b");
  await pair.settle();
  const [post] = pair.app.received;
  expect(post?.raw).toContain("Gr\\u00fcezi \\ud83d\\udc4b a/b");
  expect(post?.headers["x-hub-signature-256"]).toBe(pair.signature(post?.raw ?? ""));
  expect(post?.headers["instagram-api-version"]).toBe("v26.0");
  expect(post?.raw).toMatch(/^\{"object":"instagram","entry":\[\{"time":\d{13},"id":"17841467203918254","messaging":/);
  const [event] = pair.app.events();
  expect(event).toMatchObject({ sender: { id: LENA }, recipient: { id: ACCOUNT }, message: { mid: said.mid } });
  expect(event.timestamp).toBe(said.timestamp);
  expect(said.mid).toMatch(/^aWdfZAG1faXRlbToxOklHTWVzc2FnZA/);
  expect(decodeId(said.mid)?.thread).toBe(decodeId(said.conversation_id)?.thread);
});

test("a reply answers with mid, echoes, and stands in the ledger; nothing comes without a subscription", async () => {
  await pair.say("Hi");
  const answer = await pair.send(token, { text: "Hello Lena" });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ recipient_id: LENA, message_id: expect.stringMatching(/^aWdf/) });
  await pair.settle();
  const echo = pair.app.events().at(-1);
  expect(echo).toMatchObject({
    sender: { id: ACCOUNT },
    recipient: { id: LENA },
    message: { mid: answer.body.message_id, text: "Hello Lena", is_echo: true },
  });
  const [entry] = await pair.control("GET", "/ledger");
  expect(entry).toMatchObject({
    recipient: LENA,
    accepted: true,
    mid: answer.body.message_id,
    status: 200,
    text: "Hello Lena",
  });
  const before = pair.app.received.length;
  await pair.graph(token, "DELETE", "/me/subscribed_apps");
  await pair.say("anybody there?");
  await pair.settle();
  expect(pair.app.received.length).toBe(before);
});

test("the window closes after 24 hours, HUMAN_AGENT reaches seven days, in both forms", async () => {
  await pair.say("Hi");
  await pair.control("POST", "/clock", { advance_hours: 24.1 });
  const closed = await pair.send(token, { text: "late" });
  expect(closed.status).toBe(403);
  expect(closed.body.error).toMatchObject({ code: 10, error_subcode: 2534022, type: "IGApiException" });
  expect(closed.headers.get("www-authenticate")).toContain("outside of allowed window");
  expect(closed.headers.get("x-app-usage")).toContain("call_volume");
  expect((await pair.send(token, { text: "late" }, { tag: "HUMAN_AGENT" })).status).toBe(200);
  const tagged = { messaging_type: "MESSAGE_TAG", tag: "HUMAN_AGENT" };
  expect((await pair.send(token, { text: "late" }, tagged)).status).toBe(200);
  await pair.control("PATCH", "/app", { human_agent: false });
  expect((await pair.send(token, { text: "late" }, tagged)).body.error.code).toBe(10);
  await pair.control("PATCH", "/app", { human_agent: true });
  await pair.control("POST", "/clock", { advance_hours: 24 * 7 });
  expect((await pair.send(token, { text: "late" }, tagged)).body.error.error_subcode).toBe(2534022);
});

test("text is limited to 1000 bytes, not characters; strangers and foreign ids are refused", async () => {
  await pair.say("Hi");
  expect((await pair.send(token, { text: "a".repeat(1000) })).status).toBe(200);
  expect((await pair.send(token, { text: "é".repeat(501) })).body.error).toMatchObject({
    code: 100,
    error_subcode: 2534015,
  });
  expect((await pair.send(token, { text: "a".repeat(2001) })).body.error.message).toContain("2000");
  const other = await pair.control("POST", `/customers/${LENA}/messages`, {
    account: "nordlicht.keramik",
    text: "Moin",
  });
  expect(other.igsid).not.toBe(LENA);
  const foreign = await pair.graph(token, "POST", "/me/messages", {
    recipient: { id: other.igsid },
    message: { text: "x" },
  });
  expect(foreign.body.error).toMatchObject({ code: 100, error_subcode: 2534014 });
});

test("pictures are fetched and kept; what is no picture, too big or not there is refused", async () => {
  await pair.say("Hi");
  const photos = await pair.control("GET", "/photos");
  const url = `${pair.base}${photos[0].url}`;
  const sent = await pair.send(token, { attachment: { type: "image", payload: { url } } });
  expect(sent.status).toBe(200);
  await pair.settle();
  const echoed = pair.app.events().at(-1).message.attachments[0];
  const shown = await fetch(echoed.payload.url);
  expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect((await shown.arrayBuffer()).byteLength).toBeGreaterThan(5000);
  const wrong = await pair.send(token, { attachment: { type: "video", payload: { url } } });
  expect(wrong.body.error.error_subcode).toBe(2018047);
  const gone = await pair.send(token, { attachment: { type: "image", payload: { url: `${pair.base}/cdn/none` } } });
  expect(gone.body.error.error_subcode).toBe(2018008);
  const form = new FormData();
  form.set("message", JSON.stringify({ attachment: { type: "image", payload: { is_reusable: true } } }));
  form.set("filedata", new Blob([await (await fetch(url)).arrayBuffer()], { type: "image/png" }), "table.png");
  const upload = await fetch(`${pair.base}/v26.0/me/message_attachments?access_token=${token}`, {
    method: "POST",
    body: form,
  });
  const { attachment_id } = (await upload.json()) as { attachment_id: string };
  const several = [
    { type: "image", payload: { attachment_id } },
    { type: "image", payload: { url } },
  ];
  expect((await pair.send(token, { attachments: several })).status).toBe(200);
});

test("reactions, typing and seen answer without a message id and show in the thread", async () => {
  const said = await pair.say("Hi");
  const act = (body: object) => pair.graph(token, "POST", `/${ACCOUNT}/messages`, { recipient: { id: LENA }, ...body });
  expect((await act({ sender_action: "typing_on" })).body).toEqual({ recipient_id: LENA });
  expect((await act({ sender_action: "mark_seen" })).body).toEqual({ recipient_id: LENA });
  await act({ sender_action: "react", payload: { message_id: said.mid, reaction: "👍" } });
  const thread = await pair.control("GET", `/threads?customer=${LENA}`);
  expect(thread.business_typing_ms).toBeGreaterThan(0);
  expect(thread.business_seen_mid).toBe(said.mid);
  expect(thread.messages[0].reactions).toEqual([{ by: "business", emoji: "👍", reaction: "like" }]);
  expect((await act({ sender_action: "typing_on", message: { text: "x" } })).body.error.error_subcode).toBe(2018014);
});

test("a private reply answers a comment once, without opening the window", async () => {
  const made = await pair.control("POST", "/customers/tom_k_82/comments", { text: "Price?" });
  const reply = () =>
    pair.graph(token, "POST", "/me/messages", {
      recipient: { comment_id: made.comment_id },
      message: { text: "CHF 240" },
    });
  const answer = await reply();
  expect(answer.body.recipient_id).toBe("822960147735094");
  expect((await reply()).body.error.error_subcode).toBe(2534025);
  const more = await pair.graph(token, "POST", "/me/messages", {
    recipient: { id: "822960147735094" },
    message: { text: "?" },
  });
  expect(more.body.error.error_subcode).toBe(2534022);
});
