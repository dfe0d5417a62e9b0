import { act } from "./customer-acts.js";
import { setReply } from "./customer-composer.js";
import { $, el } from "./customer-dom.js";

const EMOJI = ["❤️", "😂", "😮", "😢", "👍", "🙌"];

export function openMenu(event, message, node) {
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

export function closeAnd(popover, act) {
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
