import { act, attempt, postback, state, uploadOwn, write } from "./customer-acts.js";
import { drawContext, grow, setReply, submit } from "./customer-composer.js";
import { $, api, avatar, el, reconcile } from "./customer-dom.js";
import { closeAnd, openMenu } from "./customer-menu.js";
import { choose, drawCustomers } from "./customer-people.js";
import { drawThread, stickToEnd } from "./customer-thread.js";

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

async function start() {
  wire();
  await refresh();
  const events = new EventSource("/control/stream");
  events.addEventListener("change", (event) => changed(JSON.parse(event.data)));
  events.addEventListener("open", () => refresh());
}

let pending = null;
function changed(topic) {
  if (topic.what === "calls") return;
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
  const webhooks = await api("GET", "/webhooks");
  return { accounts, account, customers, customer, thread, webhooks };
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
  const { inbox_url } = state.webhooks;
  if (inbox_url) Object.assign($("app-link"), { href: inbox_url, hidden: false });
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
  const { url, failing, waiting } = state.webhooks;
  if (!url) return "The simulator does not know where the inbox listens: set SIMULATOR_WEBHOOK_URL.";
  if (failing)
    return `The inbox has not taken ${waiting} update${waiting === 1 ? "" : "s"} yet (${failing}). The simulator keeps trying.`;
  return "";
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
