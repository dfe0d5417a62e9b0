import { act, state, write } from "./customer-acts.js";
import { $ } from "./customer-dom.js";

export async function submit(event) {
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

export function setReply(reply) {
  state.reply = reply;
  drawContext();
  $("text").value = reply?.edit ? (reply.message.text ?? "") : $("text").value;
  grow();
  $("text").focus();
}

export function drawContext() {
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

export function grow() {
  $("text").style.height = "auto";
  $("text").style.height = `${Math.min(140, $("text").scrollHeight)}px`;
}
