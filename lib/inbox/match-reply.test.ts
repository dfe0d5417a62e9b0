import { describe, expect, test } from "vitest";
import { readAttachments } from "#lib/instagram/attachments.ts";
import type { Json } from "#lib/instagram/json.ts";
import { isSameContent } from "./match-reply.ts";

const carrying = (...attachments: Json[]) => ({ text: null, attachments: readAttachments(attachments) });
const words = (text: string | null) => ({ text, attachments: [] });

const heart = carrying({ type: "like_heart" });
const card = carrying({ type: "template", payload: { generic: { elements: [{ title: "Lamp", subtitle: "Brass" }] } } });
const photo = carrying({ type: "image", payload: { url: "https://lookaside.fbsbx.com/1" } });

describe("what Instagram tells back of a heart or a card is known as ours:", () => {
  test.each([
    ["a heart that is told as such", heart, heart, true],
    ["a heart that is told as nothing at all", heart, words(null), true],
    ["a heart that is told in words", heart, words("\u2764"), true],
    ["a heart that is told as a picture", heart, photo, true],
    ["a heart is no other words", heart, words("Thank you \u2764\ufe0f"), false],
    ["a card that is told as nothing at all", card, words(null), true],
    ["a card that is told by its title", card, words("Lamp"), true],
    ["a card that is told as something without support", card, carrying({ type: "unsupported_type" }), true],
    ["a card is no other words", card, words("Brass"), false],
    ["a card is no photo", card, photo, false],
    ["a photo is not nothing", photo, words(null), false],
    ["words are no heart", words("\u2764"), heart, false],
    ["words are not nothing", words("Lamp"), words(null), false],
  ])("%s", (_, ours, told, isSame) => {
    expect(isSameContent(ours, told)).toBe(isSame);
  });
});
