import { state } from "./customer-acts.js";
import { $, avatar, el, reconcile, time } from "./customer-dom.js";

export function drawCustomers() {
  const items = state.customers.map((one) => {
    const current = one.igsid === state.customer.igsid;
    return { key: one.igsid, version: JSON.stringify([one, current]), make: () => customerRow(one, current) };
  });
  reconcile($("customers"), items);
}

export function choose(username) {
  location.hash = new URLSearchParams({ customer: username, account: state.account.username }).toString();
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
