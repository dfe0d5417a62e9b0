import "#test/settings.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { env } from "#lib/env.ts";
import { getConversationMessages, getMessage, listConversations } from "./conversations.ts";
import { InstagramError } from "./errors.ts";
import { readExchange, startServer } from "./fixtures/server.ts";
import { deleteIceBreakers, getIceBreakers, setIceBreakers } from "./ice-breakers.ts";
import { sendAction, sendMessage, sendPrivateReply, sendReaction, sendText } from "./messages.ts";
import { authorizeUrl, exchangeCode, exchangeForLongLived, refreshLongLived } from "./oauth.ts";
import { getContactProfile, getMe } from "./profiles.ts";
import { CORE_FIELDS, getSubscribedFields, SUBSCRIBED_FIELDS, subscribe, unsubscribe } from "./subscriptions.ts";

const ACCOUNT = "17841467203918254";
const LENA = "1284407719365528";
const TOM = "822960147735094";
const TOKEN = "IGAAPdummyLongLivedTokenForFixtures0002ZAGZD";
const SHORT_TOKEN = "IGAAPdummyShortLivedTokenForFixtures0001ZAGZD";
const PERMISSIONS = ["instagram_business_basic", "instagram_business_manage_messages"];

let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  server = await startServer();
  process.env.INSTAGRAM_GRAPH_URL = server.url;
  process.env.INSTAGRAM_API_URL = server.url;
  process.env.INSTAGRAM_CLIENT_ID = "1039482756610284";
  process.env.INSTAGRAM_CLIENT_SECRET = "5d1f0b7c9e2a4436b8c0d7e6f1a29384";
  process.env.INSTAGRAM_REDIRECT_URI = "https://inbox.example/api/instagram/callback";
  process.env.INSTAGRAM_AUTHORIZE_URL = "https://www.instagram.com/oauth/authorize";
});
beforeEach(() => {
  server.received.length = 0;
  server.answers.length = 0;
});
afterAll(() => server.stop());

/** Plays a recorded answer to the call and holds the call to the recorded request. */
async function replay<Result>(name: string, call: () => Promise<Result>): Promise<Result> {
  const exchange = readExchange(name);
  server.answers.push(exchange.answer);
  const result = await call();
  const made = server.received.at(-1);
  const url = new URL(exchange.request.url);
  expect(made?.method).toBe(exchange.request.method);
  expect(made?.path).toBe(url.pathname);
  expect(made?.authorization).toBe(exchange.request.headers?.Authorization);
  if (exchange.request.body) expect(JSON.parse(made?.body ?? "")).toEqual(exchange.request.body);
  if (exchange.request.form) expect(Object.fromEntries(new URLSearchParams(made?.body))).toEqual(exchange.request.form);
  return result;
}

const mid = (name: string) => (readExchange(name).response.body as { message_id: string }).message_id;
const queryOf = (name: string) => Object.fromEntries(new URL(readExchange(name).request.url).searchParams);
const bodyOf = (name: string): unknown => readExchange(name).request.body;

describe("oauth", () => {
  const code = "AQBf3kQ0mWz7sYdTnL1xJr5uGhVc8EoPiKa2RvXbN9CwSgDeHyMqUlFt4ZjA6IpO";

  test("the authorization URL is the recorded one", () => {
    const recorded = new URL(readExchange("api.oauth.authorize-success").request.url);
    const made = new URL(authorizeUrl({ state: "st_9f2c" }));
    expect(made.origin + made.pathname).toBe(recorded.origin + recorded.pathname);
    expect(Object.fromEntries(made.searchParams)).toEqual(Object.fromEntries(recorded.searchParams));
  });

  test.each([["flat"], ["data-wrapped"]])("a code becomes a token: %s answer, no digit lost", async (shape) => {
    const token = await replay(`api.oauth.access_token.${shape}`, () => exchangeCode(code));
    expect(token).toEqual({ accessToken: SHORT_TOKEN, userId: "27310846592217703", permissions: PERMISSIONS });
  });

  test("a partial grant shows what was granted", async () => {
    const token = await replay("api.oauth.access_token.partial-grant", () => exchangeCode(code));
    expect(token.permissions).toEqual(["instagram_business_basic"]);
  });

  test("the `#_` of a copied address is not part of the code", async () => {
    await replay("api.oauth.access_token.flat", () => exchangeCode(`${code}#_`));
  });

  test("a used code is refused in the flat shape", async () => {
    const failure = replay("api.oauth.access_token.error-code-used", () => exchangeCode(code));
    await expect(failure).rejects.toMatchObject({
      kind: "invalid",
      key: "code_refused",
      code: 400,
      httpStatus: 400,
      retryable: false,
      detail: "Matching code was not found or was already used",
    });
  });

  test("a code for another address is refused as well", async () => {
    const ours = env().INSTAGRAM_REDIRECT_URI;
    env().INSTAGRAM_REDIRECT_URI = `${ours}/`;
    const failure = replay("api.oauth.access_token.error-redirect-uri", () => exchangeCode(code));
    env().INSTAGRAM_REDIRECT_URI = ours;
    await expect(failure).rejects.toMatchObject({ kind: "invalid", key: "code_refused", httpStatus: 400 });
  });

  test.each([
    ["nothing", {}],
    ["an empty list", { data: [] }],
    ["an empty token", { access_token: "", user_id: 1 }],
    ["a token that is no header value", { access_token: "IG\nX-Evil: 1" }],
  ])("an answer with %s fails at this step", async (_case, body) => {
    server.answers.push({ body });
    await expect(exchangeCode(code)).rejects.toMatchObject({ kind: "unknown", key: "unexpected_answer" });
  });

  test("a short token becomes a long one, on a path without version, token in the query", async () => {
    const token = await replay("api.oauth.long_lived", () => exchangeForLongLived(SHORT_TOKEN));
    expect(token).toEqual({ accessToken: TOKEN, expiresInSeconds: 5183944, permissions: null });
    expect(server.received[0]?.query).toEqual(queryOf("api.oauth.long_lived"));
  });

  test("refresh, with permissions if they are told", async () => {
    const name = "api.oauth.refresh";
    const token = await replay(name, () => refreshLongLived(queryOf(name).access_token ?? ""));
    expect(token).toEqual({
      accessToken: expect.stringMatching(/^IGAA/),
      expiresInSeconds: 5184000,
      permissions: null,
    });
    expect(server.received[0]?.query).toEqual(queryOf(name));
    server.answers.push({ body: { access_token: "T", expires_in: 9, permissions: PERMISSIONS.join(",") } });
    expect(await refreshLongLived("x")).toEqual({ accessToken: "T", expiresInSeconds: 9, permissions: PERMISSIONS });
  });

  test("an expired token needs a new login; an account without a role is the app's problem", async () => {
    const expired = replay("api.oauth.refresh.error-expired", () => refreshLongLived(TOKEN));
    await expect(expired).rejects.toMatchObject({ kind: "reconnect", key: "token_expired", code: 190 });
    const noRole = replay("api.oauth.long_lived.error-no-app-role", () => exchangeForLongLived(SHORT_TOKEN));
    await expect(noRole).rejects.toMatchObject({ kind: "app_problem", key: "app_lost_access", code: 100 });
  });
});

describe("profiles", () => {
  test("the account is known by user_id, in both shapes", async () => {
    expect(await replay("api.me", () => getMe(TOKEN))).toMatchObject({
      igId: ACCOUNT,
      appScopedId: "27310846592217703",
      username: "brassmoonstudio",
      name: "Brass Moon Studio",
      accountType: "BUSINESS",
      profilePictureUrl: expect.stringMatching(/^https:/),
      followersCount: 1834,
    });
    expect(await replay("api.me.data-wrapped", () => getMe(TOKEN))).toMatchObject({
      igId: ACCOUNT,
      appScopedId: null,
      name: null,
    });
  });

  test("without user_id there is no account", async () => {
    server.answers.push({ body: { id: "27310846592217703", username: "x" } });
    await expect(getMe(TOKEN)).rejects.toMatchObject({ kind: "unknown", key: "unexpected_answer" });
  });

  test("a contact, and one of whom little is told", async () => {
    expect(await replay("api.user_profile", () => getContactProfile(TOKEN, LENA))).toEqual({
      igsid: LENA,
      username: "lena.wirth.foto",
      name: "Lena Wirth",
      pictureUrl: expect.stringMatching(/^https:/),
      followerCount: 512,
      isVerified: false,
      isUserFollowBusiness: true,
      isBusinessFollowUser: false,
    });
    expect(server.received[0]?.query).toEqual(queryOf("api.user_profile"));
    expect(await replay("api.user_profile.nulls", () => getContactProfile(TOKEN, TOM))).toEqual({
      igsid: TOM,
      username: "tom_k_82",
      name: null,
      pictureUrl: null,
      followerCount: null,
      isVerified: null,
      isUserFollowBusiness: null,
      isBusinessFollowUser: null,
    });
  });
});

describe("subscriptions", () => {
  const path = `/v26.0/${ACCOUNT}/subscribed_apps`;

  test("subscribes to everything an inbox uses", async () => {
    server.answers.push(readExchange("api.subscribed_apps.post").answer);
    expect(await subscribe(TOKEN, ACCOUNT)).toEqual(SUBSCRIBED_FIELDS);
    expect(server.received).toMatchObject([
      { method: "POST", path, query: { subscribed_fields: SUBSCRIBED_FIELDS.join(",") } },
    ]);
  });

  test("falls back to the core fields when one is refused, and for no other reason", async () => {
    const refused = {
      error: { message: "Param subscribed_fields must be one of …", type: "IGApiException", code: 100 },
    };
    server.answers.push({ status: 400, body: refused }, { body: { success: true } });
    expect(await subscribe(TOKEN, ACCOUNT)).toEqual(CORE_FIELDS);
    expect(server.received[1]?.query).toEqual({ subscribed_fields: CORE_FIELDS.join(",") });

    server.answers.push(readExchange("api.error.190-458-removed").answer);
    await expect(subscribe(TOKEN, ACCOUNT)).rejects.toMatchObject({ kind: "reconnect", key: "app_removed" });
    expect(server.received).toHaveLength(3);
  });

  test("reads and removes the subscription", async () => {
    const names = ["api.subscribed_apps.get", "api.subscribed_apps.get-empty", "api.subscribed_apps.delete"];
    server.answers.push(...names.map((name) => readExchange(name).answer), { body: { success: false } });
    expect(await getSubscribedFields(TOKEN, ACCOUNT)).toEqual([...CORE_FIELDS, "message_edit"]);
    expect(await getSubscribedFields(TOKEN, ACCOUNT)).toEqual([]);
    await unsubscribe(TOKEN, ACCOUNT);
    expect(server.received.map((one) => `${one.method} ${one.path}`)).toEqual([
      `GET ${path}`,
      `GET ${path}`,
      `DELETE ${path}`,
    ]);
    await expect(unsubscribe(TOKEN, ACCOUNT)).rejects.toBeInstanceOf(InstagramError);
  });
});

describe("messages", () => {
  const send = (name: string, input: Omit<Parameters<typeof sendMessage>[2], "recipientId">) =>
    replay(name, () => sendMessage(TOKEN, ACCOUNT, { recipientId: LENA, ...input }));
  const buttons = (name: string) =>
    (bodyOf(name) as { message: { attachment: { payload: { buttons: never[] } } } }).message;

  test.each([
    ["image", { type: "image", url: "https://inbox.example/m/ab12.jpg" }],
    [
      "images",
      { type: "images", images: [{ url: "https://inbox.example/m/ab12.jpg" }, { attachmentId: "1544120987733016" }] },
    ],
    ["audio", { type: "audio", url: "https://inbox.example/m/ab12.m4a" }],
    ["video", { type: "video", url: "https://inbox.example/m/ab12.mp4" }],
    ["file", { type: "file", url: "https://inbox.example/m/ab12.pdf" }],
    ["like_heart", { type: "heart" }],
    ["media_share", { type: "post", mediaId: "18094471230562817" }],
    [
      "quick_replies",
      {
        type: "text",
        text: "What is it about?",
        quickReplies: [
          { title: "Delivery", payload: "TOPIC_DELIVERY" },
          { title: "Sizes", payload: "TOPIC_SIZES" },
        ],
      },
    ],
    [
      "generic_template",
      {
        type: "generic_template",
        elements: [
          {
            title: "Walnut side table",
            subtitle: "CHF 240",
            imageUrl: "https://brassmoonstudio.example/img/walnut.jpg",
            url: "https://brassmoonstudio.example/p/walnut",
            buttons: [
              { type: "web_url", url: "https://brassmoonstudio.example/p/walnut", title: "View" },
              { type: "postback", title: "Reserve", payload: "RESERVE_WALNUT" },
            ],
          },
        ],
      },
    ],
    [
      "button_template",
      {
        type: "button_template",
        text: "How can we help?",
        buttons: buttons("api.messages.button_template").attachment.payload.buttons,
      },
    ],
  ] as const)("%s is written as recorded", async (name, message) => {
    const sent = await send(`api.messages.${name}`, {
      message: message as Parameters<typeof sendMessage>[2]["message"],
    });
    expect(sent).toMatchObject({ recipientId: LENA, mid: mid(`api.messages.${name}`) });
  });

  test("text, with what is used of the limits", async () => {
    const name = "api.messages.text";
    const text = "Hello Lena, yes, two are left.";
    expect(await replay(name, () => sendText(TOKEN, ACCOUNT, { recipientId: LENA, text }))).toEqual({
      recipientId: LENA,
      mid: mid(name),
      usage: { appPercent: 3, accountPercent: null, regainAccessMs: null },
    });
  });

  test("text with the human agent tag, and as an answer to a message", async () => {
    await send("api.messages.text-human_agent", {
      tag: "HUMAN_AGENT",
      message: { type: "text", text: "Sorry for the wait, we are back today." },
    });
    const { reply_to } = bodyOf("api.messages.text-reply_to") as { reply_to: { mid: string } };
    await send("api.messages.text-reply_to", {
      replyToMid: reply_to.mid,
      message: { type: "text", text: "Yes, this one." },
    });
  });

  test("a private reply to a comment", async () => {
    const call = () =>
      sendPrivateReply(TOKEN, ACCOUNT, {
        commentId: "17912340078815523",
        text: "Thanks for asking, the price is CHF 240.",
      });
    expect(await replay("api.messages.private_reply", call)).toMatchObject({ mid: mid("api.messages.private_reply") });
  });

  test("reactions and actions", async () => {
    const { payload } = bodyOf("api.messages.react") as { payload: { message_id: string } };
    const react = (emoji: string | null) => () =>
      sendReaction(TOKEN, ACCOUNT, { recipientId: LENA, mid: payload.message_id, emoji });
    await replay("api.messages.react", react("👍"));
    await replay("api.messages.unreact", react(null));
    for (const action of ["typing_on", "typing_off", "mark_seen"] as const) {
      await replay(`api.messages.${action}`, () => sendAction(TOKEN, ACCOUNT, { recipientId: LENA, action }));
    }
  });

  test.each([
    ["no id", { recipient_id: LENA }],
    ["nothing", {}],
    ["an id of the wrong type", { recipient_id: LENA, message_id: { a: 1 } }],
    ["another recipient", { recipient_id: TOM, message_id: "m1" }],
  ])("200 with %s leaves the outcome unknown", async (_case, body) => {
    server.answers.push({ body });
    const failure = sendText(TOKEN, ACCOUNT, { recipientId: LENA, text: "x" });
    await expect(failure).rejects.toMatchObject({ kind: "unknown", key: "unexpected_answer", retryable: false });
  });

  test("a recipient that comes as a large number is the same recipient", async () => {
    server.answers.push({ body: `{"recipient_id":${"99999999999999999"},"message_id":"m1"}` });
    expect(await sendText(TOKEN, ACCOUNT, { recipientId: "99999999999999999", text: "x" })).toMatchObject({
      mid: "m1",
    });
  });
});

describe("conversations", () => {
  test("a page of conversations and the way to the next", async () => {
    const page = await replay("api.conversations.list", () => listConversations(TOKEN));
    expect(server.received[0]?.query).toEqual(queryOf("api.conversations.list"));
    expect(page.after).toBe("Y3Vyc29yOjI1");
    expect(page.items).toMatchObject([
      {
        id: expect.stringMatching(/^aWdfZAG06/),
        updatedAt: new Date("2026-10-30T09:30:26Z"),
        participants: [
          { id: ACCOUNT, username: "brassmoonstudio" },
          { id: LENA, username: "lena.wirth.foto" },
        ],
      },
      { participants: [{ id: ACCOUNT }, { id: TOM }] },
    ]);
  });

  test("the conversation with one person, and the end of a list", async () => {
    const page = await replay("api.conversations.by-user", () =>
      listConversations(TOKEN, { userId: LENA, after: "abc" }),
    );
    expect(server.received[0]?.query).toMatchObject({ platform: "instagram", user_id: LENA, after: "abc" });
    expect(page).toMatchObject({
      items: [{ participants: [], updatedAt: new Date("2026-10-30T09:30:26Z") }],
      after: null,
    });
  });

  test("the messages of a conversation", async () => {
    const name = "api.conversation.messages";
    const id = new URL(readExchange(name).request.url).pathname.split("/").at(-1) ?? "";
    const page = await replay(name, () => getConversationMessages(TOKEN, id));
    expect(server.received[0]?.query).toEqual(queryOf(name));
    expect(page.after).toBe("Y3Vyc29yOm0yMAZDZD");
    expect(page.items).toMatchObject([
      { fromId: ACCOUNT, toId: LENA, text: "Hello Lena, yes, two are left.", attachments: [], isUnsupported: false },
      {
        fromId: LENA,
        toId: ACCOUNT,
        text: null,
        attachments: [{ type: "image", url: expect.stringMatching(/^https:/), mediaId: "1806229410335571" }],
      },
      { fromId: LENA, fromUsername: "lena.wirth.foto", text: "Hi! Is the walnut side table still available?" },
    ]);
    expect(page.items[0]?.createdAt).toEqual(new Date("2026-10-30T09:30:26Z"));
  });

  test("ids without content", async () => {
    const id = new URL(readExchange("api.conversation.messages-ids-only").request.url).pathname.split("/").at(-1) ?? "";
    const page = await replay("api.conversation.messages-ids-only", () =>
      getConversationMessages(TOKEN, id, { limit: 50 }),
    );
    expect(server.received[0]?.query.fields).toMatch(/^messages\.limit\(50\)\{id,/);
    expect(page.items).toMatchObject([
      { fromId: null, text: null },
      { fromId: null, text: null },
    ]);
  });

  test.each([
    ["text", { text: "Hi! Is the walnut side table still available?", fromId: LENA, toId: ACCOUNT }],
    ["video", { text: null, attachments: [{ type: "video", mediaId: "1194820377446210", width: 720, height: 1280 }] }],
    ["file", { attachments: [{ type: "file", title: "plan.pdf", url: expect.any(String), sizeBytes: 184_220 }] }],
    ["share", { attachments: [{ type: "post", url: expect.any(String) }] }],
    ["story_reply", { story: { id: "18070554418239116", url: expect.any(String) }, attachments: [] }],
    [
      "story_mention",
      { story: null, attachments: [{ type: "story_mention", mediaId: "18044210937761502", url: expect.any(String) }] },
    ],
    ["reactions", { reactions: [{ reaction: "love", userId: LENA, username: "lena.wirth.foto" }] }],
    ["unsupported", { isUnsupported: true, text: null }],
  ])("one message: %s", async (name, expected) => {
    const id = new URL(readExchange(`api.message.get.${name}`).request.url).pathname.split("/").at(-1) ?? "";
    const message = await replay(`api.message.get.${name}`, () => getMessage(TOKEN, id));
    expect(message).toMatchObject({ id, ...expected });
    expect(server.received[0]?.query).toEqual(queryOf(`api.message.get.${name}`));
  });

  test("what is no message is null, what is gone is an error", async () => {
    server.answers.push({ body: { created_time: "yesterday" } }, readExchange("api.error.9000001-deleted").answer);
    expect(await getMessage(TOKEN, "m1")).toBeNull();
    await expect(getMessage(TOKEN, "m1")).rejects.toMatchObject({ kind: "gone", key: "message_gone" });
  });
});

describe("ice breakers", () => {
  const questions = [
    { question: "What are your opening hours?", payload: "ICE_HOURS" },
    { question: "Do you deliver?", payload: "ICE_DELIVERY" },
  ];

  test("are written, read back and taken away", async () => {
    const name = "api.messenger_profile";
    await replay(`${name}.ice_breakers.post`, () => setIceBreakers(TOKEN, ACCOUNT, questions));
    expect(await replay(`${name}.ice_breakers.get`, () => getIceBreakers(TOKEN, ACCOUNT))).toEqual(questions);
    await replay(`${name}.delete`, () => deleteIceBreakers(TOKEN, ACCOUNT));
    const asked = [`${name}.ice_breakers.get`, `${name}.delete`].map(queryOf);
    expect(server.received.slice(1).map(({ query }) => query)).toEqual(asked);
  });

  test("that Instagram did not take are no success", async () => {
    server.answers.push({ body: { result: "failure" } });
    await expect(setIceBreakers(TOKEN, ACCOUNT, questions)).rejects.toMatchObject({ key: "unexpected_answer" });
  });
});
