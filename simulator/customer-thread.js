import { avatar, day, el, reconcile, time } from "./customer-dom.js";

/** Draws the thread as a phone would; `actions` holds what a person can do with a message. */
export function drawThread(log, thread, account, actions) {
  const items = [];
  const last = thread.messages.findLast((one) => one.from === "customer" && !one.is_deleted);
  let date = "";
  for (const [index, message] of thread.messages.entries()) {
    const today = day(message.at);
    if (today !== date) items.push(divider(today));
    date = today;
    const next = thread.messages[index + 1];
    const closes = !next || next.from !== message.from || next.at - message.at > 300_000;
    const status = message === last ? statusOf(thread, message) : "";
    items.push({
      key: message.mid,
      version: JSON.stringify([message, closes, status, quoted(thread, message)]),
      make: () => bubble(message, { account, thread, closes, status, actions }),
    });
  }
  if (thread.messages.length === 0) items.push(empty(account));
  if (thread.business_typing_ms > 0) items.push(typing(account));
  reconcile(log, items);
  if (log.dataset.away !== "yes") log.scrollTop = log.scrollHeight;
}

/** Keeps the end in view, also while pictures are still coming in, unless the reader has scrolled away. */
export function stickToEnd(log) {
  log.addEventListener("scroll", () => {
    log.dataset.away = log.scrollHeight - log.scrollTop - log.clientHeight > 120 ? "yes" : "no";
  });
  const toEnd = () => {
    if (log.dataset.away !== "yes") log.scrollTop = log.scrollHeight;
  };
  for (const event of ["load", "loadedmetadata"]) log.addEventListener(event, toEnd, true);
}

function divider(label) {
  return { key: `day:${label}`, version: label, make: () => el("p", { class: "day" }, label) };
}

function empty(account) {
  const make = () =>
    el(
      "div",
      { class: "empty" },
      avatar(account.picture_url, account.name),
      el("strong", {}, account.name || account.username),
      el("p", {}, `@${account.username} · ${account.followers_count.toLocaleString()} followers`),
      el("p", {}, "Write the first message. The answer appears here."),
    );
  return { key: "empty", version: account.user_id, make };
}

function typing(account) {
  const make = () =>
    el(
      "div",
      { class: "message theirs closes", "aria-label": `${account.name || account.username} is typing` },
      avatar(account.picture_url, account.name),
      el("div", { class: "bubble typing" }, el("i"), el("i"), el("i")),
    );
  return { key: "typing", version: "1", make };
}

function statusOf(thread, message) {
  const seen = thread.messages.find((one) => one.mid === thread.business_seen_mid);
  return seen && seen.at >= message.at ? "Seen" : "Delivered";
}

function bubble(message, { account, thread, closes, status, actions }) {
  const mine = message.from === "customer";
  const who = mine ? "You" : account.name || account.username;
  const node = el("div", {
    class: `message ${mine ? "mine" : "theirs"}${closes ? " closes" : ""}`,
    role: "article",
    "aria-label": `${who}, ${time(message.at)}`,
  });
  if (!mine) node.append(avatar(account.picture_url, account.name));
  const column = el("div", { class: "column" });
  if (message.is_deleted) {
    column.append(el("p", { class: "bubble gone" }, mine ? "You unsent a message" : "This message was unsent"));
  } else {
    const quote = quoteOf(message, thread, account);
    column.append(...[quote, ...contents(message, actions)].filter(Boolean));
    if (message.reactions.length > 0) {
      const label = `Reactions: ${message.reactions.map((one) => one.emoji).join(" ")}`;
      column.append(
        el("span", { class: "reactions", "aria-label": label }, message.reactions.map((one) => one.emoji).join("")),
      );
    }
  }
  const notes = [
    message.num_edit > 0 && !message.is_deleted ? "Edited" : "",
    status,
    closes && !status ? time(message.at) : "",
  ];
  const shown = notes.filter(Boolean).join(" · ");
  if (shown) column.append(el("p", { class: "status" }, shown));
  node.append(column);
  if (!message.is_deleted) {
    const open = (event) => actions.menu(event, message, node);
    node.append(
      el("button", { type: "button", class: "icon more", "aria-label": "Message actions", onclick: open }, dots()),
    );
    column.addEventListener("contextmenu", open);
  }
  return node;
}

function dots() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const x of [6, 12, 18]) {
    const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    for (const [key, value] of Object.entries({ cx: x, cy: 12, r: 1.4 })) dot.setAttribute(key, value);
    svg.append(dot);
  }
  return svg;
}

function quoted(thread, message) {
  const mid = message.reply_to?.mid;
  return mid ? thread.messages.find((one) => one.mid === mid)?.text : null;
}

function quoteOf(message, thread, account) {
  const reply = message.reply_to;
  if (!reply) return null;
  if (reply.story) {
    const caption = message.from === "customer" ? "You replied to their story" : "Replied to a story";
    return el(
      "div",
      { class: "quote story" },
      el("span", {}, caption),
      el("img", { src: reply.story.url, alt: "Story" }),
    );
  }
  const original = thread.messages.find((one) => one.mid === reply.mid);
  const whose = original?.from === "customer" ? "you" : account.name || account.username;
  const words = original?.is_deleted ? "Message unavailable" : original?.text || "an attachment";
  return el("div", { class: "quote" }, el("span", {}, `Reply to ${whose}`), el("p", {}, words));
}

function contents(message, actions) {
  const out = message.attachments.map((one) => attachment(one, actions));
  if (message.is_unsupported) out.push(el("p", { class: "bubble gone" }, "Content that only the Instagram app shows"));
  if (message.text) out.push(el("p", { class: "bubble" }, message.text));
  const several = message.attachments.length > 1 && message.attachments.every((one) => one.type === "image");
  return several ? [el("div", { class: "album" }, ...out)] : out;
}

const CAPTIONS = {
  ig_post: "Shared post",
  share: "Shared post",
  ig_reel: "Shared reel",
  reel: "Shared reel",
  ig_story: "Shared story",
  story_mention: "You mentioned them in your story",
};

function attachment({ type, url, mime, name, payload }, actions) {
  if (type === "like_heart") return el("p", { class: "heart", "aria-label": "Heart" }, "❤️");
  if (type === "ephemeral") return el("p", { class: "bubble gone" }, "Photo, view once");
  if (type === "template") return template(payload, actions);
  if (type === "audio") return el("audio", { src: url, controls: true, "aria-label": "Voice message" });
  if (type === "file")
    return el("a", { class: "bubble file", href: url, target: "_blank", rel: "noopener" }, name || "File");
  const caption = CAPTIONS[type];
  const media = picture(url, mime, caption || "Photo", type);
  if (!caption) return media;
  return el("figure", { class: "card" }, media, el("figcaption", {}, el("b", {}, caption), payload?.title ?? ""));
}

function picture(url, mime, label, type) {
  if (type === "video" || mime?.startsWith("video/")) {
    return el("video", {
      src: url,
      controls: true,
      playsinline: true,
      preload: "metadata",
      class: "media",
      "aria-label": label,
    });
  }
  if (!mime && /^https:\/\/www\./.test(url ?? ""))
    return el("a", { class: "bubble file", href: url, rel: "noopener" }, url);
  return el("img", { src: url, alt: label, class: "media", loading: "lazy" });
}

function template(payload, actions) {
  const cards = (payload?.generic?.elements ?? []).map((one) =>
    el(
      "div",
      { class: "card" },
      one.image_url ? el("img", { src: one.image_url, alt: "", class: "media" }) : null,
      el("figcaption", {}, el("b", {}, one.title), one.subtitle ?? ""),
      ...(one.buttons ?? []).map((button) => templateButton(button, actions)),
    ),
  );
  return el("div", { class: "cards" }, ...cards);
}

function templateButton(button, actions) {
  if (button.type === "web_url")
    return el("a", { href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.title);
  return el("button", { type: "button", onclick: () => actions.postback(button) }, button.title);
}
