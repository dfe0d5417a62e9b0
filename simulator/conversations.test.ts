import { afterEach, beforeEach, expect, test } from "vitest";
import { ACCOUNT, LENA, type Pair, startPair } from "./testing.ts";

let pair: Pair;
let token: string;
beforeEach(async () => {
  pair = await startPair();
  token = await pair.connect();
});
afterEach(() => pair.close());

const read = (path: string) => pair.graph(token, "GET", path);
const DETAILS = "id,created_time,from,to,message,attachments,shares,story,reactions,is_unsupported,reply_to";

test("conversations come newest first, by person, and page by page", async () => {
  await pair.say("first");
  await pair.say("second", "tom_k_82");
  const list = await read("/me/conversations?platform=instagram&fields=id,updated_time,participants&limit=1");
  const [newest] = list.body.data;
  expect(newest.participants.data).toEqual([
    { username: "brassmoonstudio", id: ACCOUNT },
    { username: "tom_k_82", id: "822960147735094" },
  ]);
  expect(newest.updated_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
  const next = (await (await fetch(list.body.paging.next)).json()) as {
    data: { participants: { data: unknown[] } }[];
    paging?: object;
  };
  expect(next.data[0]?.participants.data[1]).toEqual({ username: "lena.wirth.foto", id: LENA });
  expect(next.paging).toBeUndefined();
  const one = await read(`/me/conversations?user_id=${LENA}`);
  expect(one.body.data).toEqual([{ id: expect.stringMatching(/^aWdfZAG06/), updated_time: expect.any(String) }]);
  expect((await read("/me/conversations?fields=unread_count")).body.error).toMatchObject({
    code: 100,
    message: "Tried accessing nonexisting field (unread_count)",
  });
});

test("nested fields give the messages; only the twenty newest carry details", async () => {
  for (let count = 1; count <= 22; count++) await pair.say(`message ${count}`);
  const [conversation] = (await read(`/me/conversations?user_id=${LENA}`)).body.data;
  const nested = await read(`/${conversation.id}?fields=messages.limit(21){${DETAILS}}`);
  const { data, paging } = nested.body.messages;
  expect(data.length).toBe(21);
  expect(data[0]).toMatchObject({ message: "message 22", from: { username: "lena.wirth.foto", id: LENA } });
  expect(Object.keys(data[20]).sort()).toEqual(["created_time", "id"]);
  const rest = (await (await fetch(paging.next)).json()) as { data: { id: string }[] };
  expect(rest.data.length).toBe(1);
  const old = await read(`/${rest.data[0]?.id}?fields=message`);
  expect(old.body.error.code).toBe(9000001);
  const ids = await read(`/${conversation.id}?fields=messages`);
  expect(Object.keys(ids.body.messages.data[0]).sort()).toEqual(["created_time", "id", "is_unsupported"]);
  const edge = await read(`/${conversation.id}/messages?fields=message&limit=2`);
  expect(edge.body.data.map((one: { message: string }) => one.message)).toEqual(["message 22", "message 21"]);
});

test("each kind of content reads as captured", async () => {
  const write = (body: object) => pair.control("POST", `/customers/${LENA}/messages`, body);
  const message = async (body: object) => (await read(`/${(await write(body)).mid}?fields=${DETAILS}`)).body;
  expect((await message({ kind: "image" })).attachments.data[0].image_data.url).toContain(
    "/cdn/ig_messaging_cdn/?asset_id=",
  );
  expect((await message({ kind: "video" })).attachments.data[0].video_data.width).toBe(240);
  expect((await message({ kind: "file" })).attachments.data[0]).toMatchObject({
    mime_type: "application/pdf",
    name: "plan.pdf",
  });
  expect((await message({ kind: "ig_post" })).shares.data[0].link).toContain("/cdn/");
  expect((await message({ kind: "story_reply", text: "Love it" })).story.reply_to.id).toBe("18070554418239116");
  expect((await message({ kind: "story_mention" })).story.mention.link).toContain("/cdn/");
  expect((await message({ kind: "unsupported" })).is_unsupported).toBe(true);
  const said = await pair.say("react to me");
  await pair.control("POST", `/accounts/brassmoonstudio/react`, { customer: LENA, mid: said.mid, emoji: "❤️" });
  const reacted = (await read(`/${said.mid}?fields=reactions`)).body;
  expect(reacted.reactions.data).toEqual([{ reaction: "love", users: [{ username: "brassmoonstudio", id: ACCOUNT }] }]);
  await pair.control("POST", `/customers/${LENA}/unsend`, { mid: said.mid });
  expect((await read(`/${said.mid}`)).body.error.code).toBe(9000001);
});

test("a profile needs the person's consent, and unknown ids and names are refused", async () => {
  const fields = "name,username,profile_pic,follower_count,is_verified_user";
  const made = await pair.control("POST", "/customers/tom_k_82/comments", { text: "hi" });
  expect((await read(`/${made.igsid}?fields=${fields}`)).body.error).toMatchObject({ code: 230 });
  await pair.say("Hi", "casa_morandi");
  const profile = (await read(`/1405582093317746?fields=${fields}`)).body;
  expect(profile).toMatchObject({ name: "Giulia Morandi", is_verified_user: true, id: "1405582093317746" });
  expect((await fetch(profile.profile_pic)).headers.get("content-type")).toBe("image/png");
  await pair.say("Hi", "jo_nameless");
  expect((await read(`/993018274465510?fields=${fields}`)).body).not.toHaveProperty("name");
  expect((await read("/123456789012345")).body.error).toMatchObject({ code: 100, error_subcode: 33 });
  expect((await read("/lena.wirth.foto")).body.error.code).toBe(803);
  expect((await read("/me/messages/day")).body.error.code).toBe(2500);
});

test("ice breakers and the persistent menu are kept and read back", async () => {
  const ice_breakers = [{ question: "Hours?", payload: "HOURS" }];
  const form = new URLSearchParams({
    platform: "instagram",
    ice_breakers: JSON.stringify(ice_breakers),
    access_token: token,
  });
  const posted = await fetch(`${pair.base}/v26.0/me/messenger_profile`, { method: "POST", body: form });
  expect(await posted.json()).toEqual({ result: "success" });
  const back = await read("/me/messenger_profile?fields=ice_breakers");
  expect(back.body).toEqual({ data: [{ call_to_actions: ice_breakers, locale: "default" }] });
  await pair.graph(token, "DELETE", '/me/messenger_profile?fields=["ice_breakers"]');
  expect((await read("/me/messenger_profile?fields=ice_breakers")).body).toEqual({ data: [] });
});
