import { api, avatar, el, reconcile, time } from "./customer-dom.js";
import { drawThread, stickToEnd } from "./customer-thread.js";

const $ = (id) => document.getElementById(id);
const state = { accounts: [], customers: [], account: null, customer: null, thread: null, reply: null };
const KINDS = [
  ["Upload a file", () => $("file").click()],
  ["Voice message", () => write({ kind: "audio" })],
  ["Video", () => write({ kind: "video" })],
  ["PDF", () => write({ kind: "file" })],
  ["GIF", () => write({ kind: "gif" })],
  ["Reply to story", () => setReply({ story: state.account.story })],
  ["Mention in my story", () => write({ kind: "story_mention" })],
  ["Share a post", () => write({ kind: "ig_post" })],
  ["Share a reel", () => write({ kind: "ig_reel" })],
  ["Share their story", () => write({ kind: "ig_story" })],
  ["View-once photo", () => write({ kind: "ephemeral" })],
  ["Answer an ad", () => write({ kind: "ad" })],
];
const EMOJI = ["❤️", "😂", "😮", "😢", "👍", "🙌"];

async function start() {
  wire();
  await refresh();
  const events = new EventSource("/control/stream");
  events.addEventListener("change", (event) => changed(JSON.parse(event.data)));
  events.addEventListener("open", () => refresh());
}

let pending = null;
function changed(topic) {
  if (topic.what === "calls" || topic.what === "webhooks") return;
  clearTimeout(pending);
  pending = setTimeout(refresh, 30);
}

let latest = 0;

/** Reads everything the page shows and draws it; an answer that a later one overtook is dropped. */
async function refresh() {
  const turn = ++latest;
  const next = await read();
  if (turn !== latest) return;
  Object.assign(state, next);
  draw();
  await markSeen();
}

async function read() {
  const accounts = (await api("GET", "/accounts")).filter((one) => one.account_type !== "PERSONAL");
  const wanted = new URLSearchParams(location.hash.slice(1));
  const chosen = state.chosen ?? wanted.get("account");
  const account =
    accounts.find((one) => one.username === chosen) ?? accounts.find((one) => one.connected) ?? accounts[0];
  const customers = await api("GET", `/customers?account=${account.user_id}`);
  const name = wanted.get("customer");
  const customer = customers.find((one) => one.username === name) ?? customers[0];
  document.body.classList.toggle("open", Boolean(name));
  const thread = await api("GET", `/threads?account=${account.user_id}&customer=${customer.igsid}`);
  return { accounts, account, customers, customer, thread };
}

async function markSeen() {
  const looking = document.visibilityState === "visible" && (!narrow() || document.body.classList.contains("open"));
  const unread = state.thread.messages.some((one) => one.from === "business" && !one.read && !one.is_deleted);
  if (looking && unread && $("auto-seen").checked) await act("seen", {});
}

const narrow = () => matchMedia("(max-width: 719px)").matches;

function draw() {
  drawAccounts();
  drawCustomers();
  drawThread($("messages"), state.thread, state.account, { menu: openMenu, postback });
  drawChips();
  drawContext();
  if (state.thread.business_typing_ms > 0) setTimeout(refresh, state.thread.business_typing_ms + 50);
}

function drawAccounts() {
  const groups = [
    ["Connected", state.accounts.filter((one) => one.connected)],
    ["Not connected yet", state.accounts.filter((one) => !one.connected)],
  ];
  reconcile(
    $("account"),
    groups
      .filter(([, accounts]) => accounts.length > 0)
      .map(([label, accounts]) => {
        const options = accounts.map((one) => el("option", { value: one.username }, `@${one.username}`));
        const version = accounts.map((one) => one.username).join();
        return { key: label, version, make: () => el("optgroup", { label }, ...options) };
      }),
  );
  $("account").value = state.account.username;
  $("account-name").textContent = state.account.name || state.account.username;
  $("account-handle").textContent =
    `@${state.account.username} · you are ${state.customer.name || state.customer.username}`;
  $("account-picture").replaceChildren(avatar(state.account.picture_url, state.account.name));
  const notice = noticeText();
  $("notice").hidden = !notice;
  $("notice").textContent = notice;
}

function noticeText() {
  const name = `@${state.account.username}`;
  if (!state.account.connected) {
    return `${name} is not connected to the inbox yet. In the inbox, open Settings, then Accounts, press “Connect Instagram account” and choose ${name}. Then write here.`;
  }
  if (!state.account.message_access)
    return `${name} has switched off message access for connected tools: the inbox hears nothing.`;
  if (state.account.subscribed_fields.length === 0)
    return `${name} is connected, but not subscribed to webhooks: the inbox hears nothing.`;
  return "";
}

function drawCustomers() {
  const items = state.customers.map((one) => {
    const current = one.igsid === state.customer.igsid;
    return { key: one.igsid, version: JSON.stringify([one, current]), make: () => customerRow(one, current) };
  });
  reconcile($("customers"), items);
}

const KIND_WORDS = {
  image: "Photo",
  images: "Photos",
  gif: "GIF",
  video: "Video",
  audio: "Voice message",
  file: "File",
  ig_post: "Shared a post",
  share: "Shared a post",
  media_share: "Shared a post",
  ig_reel: "Shared a reel",
  reel: "Shared a reel",
  ig_story: "Shared a story",
  story_mention: "Mentioned in a story",
  ephemeral: "View-once photo",
  like_heart: "❤️",
};

function preview(one) {
  const last = one.last_message;
  if (!last) return `@${one.username}`;
  const words = last.deleted ? "Message unsent" : last.text || KIND_WORDS[last.kind] || "Message";
  return last.from === "customer" ? `You: ${words}` : words;
}

function customerRow(one, current) {
  const name = one.name || one.username;
  const last = one.last_message;
  const verified = one.is_verified_user ? el("span", { class: "verified", title: "Verified" }, "✓") : null;
  const unread = one.unread > 0 && !current;
  return el(
    "li",
    {},
    el(
      "button",
      {
        type: "button",
        class: "person",
        "aria-current": current ? "true" : null,
        onclick: () => choose(one.username),
      },
      avatar(one.picture_url, name),
      el("span", { class: "names" }, el("b", {}, name, verified), el("small", {}, preview(one))),
      el(
        "span",
        { class: "when" },
        last ? el("time", {}, time(last.at)) : null,
        unread ? el("span", { class: "unread", "aria-label": `${one.unread} unread` }, String(one.unread)) : null,
      ),
    ),
  );
}

function choose(username) {
  location.hash = new URLSearchParams({ customer: username, account: state.account.username }).toString();
}

/** Ice breakers before the first message, quick replies after the last one. */
function drawChips() {
  const { messages } = state.thread;
  const last = messages.at(-1);
  const breakers = state.account.ice_breakers.flatMap((one) => one.call_to_actions ?? [one]);
  const chips = last
    ? (last.quick_replies ?? []).map((one) => [one.title, () => write({ kind: "quick_reply", ...one })])
    : breakers.map((one) => [one.question, () => postback({ title: one.question, payload: one.payload })]);
  $("chips").replaceChildren(...chips.map(([label, onclick]) => el("button", { type: "button", onclick }, label)));
}

function drawContext() {
  const reply = state.reply;
  $("context").hidden = !reply;
  if (!reply) return;
  const label = reply.story
    ? "Replying to their story"
    : reply.edit
      ? "Editing your message"
      : `Replying to: ${reply.message.text || "an attachment"}`;
  $("context").firstElementChild.textContent = label;
}

function setReply(reply) {
  state.reply = reply;
  drawContext();
  $("text").value = reply?.edit ? (reply.message.text ?? "") : $("text").value;
  grow();
  $("text").focus();
}

async function write(message) {
  await attempt(async () => {
    $("messages").dataset.away = "no";
    await api("POST", `/customers/${state.customer.igsid}/messages`, { account: state.account.user_id, ...message });
  });
}

const act = (what, body) =>
  attempt(() => api("POST", `/customers/${state.customer.igsid}/${what}`, { account: state.account.user_id, ...body }));

const postback = ({ title, payload }) => write({ kind: "postback", title, payload });

async function attempt(work) {
  $("problem").hidden = true;
  try {
    await work();
  } catch (error) {
    $("problem").textContent = error.message;
    $("problem").hidden = false;
  }
}

async function submit(event) {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text) return;
  const reply = state.reply;
  state.reply = null;
  $("text").value = "";
  grow();
  drawContext();
  if (reply?.edit) return act("edit", { mid: reply.message.mid, text });
  if (reply?.story) return write({ kind: "story_reply", text });
  await write({ text, ...(reply ? { reply_to: reply.message.mid } : {}) });
}

async function uploadOwn() {
  const [file] = $("file").files;
  $("file").value = "";
  if (!file) return;
  await attempt(async () => {
    const path = `/control/media?name=${encodeURIComponent(file.name)}`;
    const response = await fetch(path, {
      method: "POST",
      body: file,
      headers: { "Content-Type": "application/octet-stream" },
    });
    const asset = await response.json();
    const [family] = asset.mime.split("/");
    const kind = ["image", "video", "audio"].includes(family) ? family : "file";
    await write({ kind, media: asset.id });
  });
}

function openMenu(event, message, node) {
  event.preventDefault();
  const mine = message.from === "customer";
  const own = message.reactions.find((one) => one.by === "customer");
  const item = (label, onclick, more = {}) =>
    el("button", { type: "button", role: "menuitem", ...more, onclick: () => closeAnd("menu", onclick) }, label);
  const row = EMOJI.map((emoji) => {
    const taken = own?.emoji === emoji;
    const react = () => act(taken ? "unreact" : "react", { mid: message.mid, emoji });
    return item(emoji, react, {
      class: taken ? "taken" : null,
      "aria-label": taken ? `Remove ${emoji}` : `React ${emoji}`,
    });
  });
  const rest = [item("Reply", () => setReply({ message }))];
  if (mine && message.text) rest.push(item("Edit", () => setReply({ message, edit: true })));
  if (mine) rest.push(item("Unsend", () => act("unsend", { mid: message.mid }), { class: "danger" }));
  $("menu").replaceChildren(el("div", { class: "emoji" }, ...row), ...rest);
  $("menu").showPopover();
  place($("menu"), node.querySelector(".column").getBoundingClientRect(), mine);
  $("menu").querySelector("button").focus();
}

function closeAnd(popover, act) {
  $(popover).hidePopover();
  act();
}

function place(menu, beside, right) {
  const { width, height } = menu.getBoundingClientRect();
  const left = right ? beside.right - width : beside.left;
  const top = beside.bottom + 6 + height > innerHeight ? beside.top - height - 6 : beside.bottom + 6;
  menu.style.left = `${Math.max(8, Math.min(innerWidth - width - 8, left))}px`;
  menu.style.top = `${Math.max(8, Math.min(innerHeight - height - 8, top))}px`;
}

function grow() {
  $("text").style.height = "auto";
  $("text").style.height = `${Math.min(140, $("text").scrollHeight)}px`;
}

async function wire() {
  $("composer").addEventListener("submit", submit);
  $("text").addEventListener("input", grow);
  $("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  });
  $("context")
    .querySelector("button")
    .addEventListener("click", () => {
      if (state.reply?.edit) $("text").value = "";
      setReply(null);
    });
  $("account").addEventListener("change", () => {
    state.chosen = $("account").value;
    refresh();
  });
  $("back").addEventListener("click", () => {
    location.hash = "";
  });
  $("auto-seen").addEventListener("change", markSeen);
  $("file").addEventListener("change", uploadOwn);
  addEventListener("hashchange", async () => {
    state.reply = null;
    $("messages").dataset.away = "no";
    await refresh();
  });
  document.addEventListener("visibilitychange", markSeen);
  stickToEnd($("messages"));
  wireNewCustomer();
  const choice = (label, onclick) => el("button", { type: "button", onclick: () => closeAnd("sheet", onclick) }, label);
  $("kinds").append(...KINDS.map(([label, onclick]) => choice(label, onclick)));
  const photos = await api("GET", "/photos");
  $("photos").append(
    ...photos.map((one) =>
      choice(el("img", { src: one.url, alt: one.title, loading: "lazy" }), () =>
        write({ kind: "image", media: one.name }),
      ),
    ),
  );
  const { url } = await api("GET", "/webhooks");
  if (url) Object.assign($("app-link"), { href: new URL("/", url).href, hidden: false });
}

function wireNewCustomer() {
  const dialog = $("new-customer");
  const form = dialog.querySelector("form");
  $("add-customer").addEventListener("click", () => dialog.showModal());
  form.querySelector("[value=cancel]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => {
      const made = await api("POST", "/customers", {
        name: form.elements.name.value,
        username: form.elements.username.value,
      });
      form.reset();
      dialog.close();
      choose(made.username);
    });
  });
}

start();
