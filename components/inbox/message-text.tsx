import { Fragment, memo } from "react";

const LINK = /https:\/\/[^\s<>"'`\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/giu;
const TRAILING = /[.,;:!?)\]}'"»”’…]+$/u;
/** Emoji alone are shown large, as people know it. */
const ONLY_EMOJI =
  /^(?:\p{Extended_Pictographic}(?:\ufe0f|\u200d\p{Extended_Pictographic}|[\u{1f3fb}-\u{1f3ff}])*\s*){1,3}$/u;

export function isOnlyEmoji(text: string): boolean {
  return ONLY_EMOJI.test(text.trim());
}

/** A message's own words: line breaks kept, https links to click, and a direction that cannot leak into what is around. */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return (
    <span dir="auto" className="block wrap-anywhere whitespace-pre-wrap [unicode-bidi:isolate]">
      {splitLinks(text).map((part) =>
        part.isLink ? (
          <a
            key={part.at}
            href={part.text}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="underline decoration-current/50 underline-offset-2 hover:decoration-current"
          >
            {part.text}
          </a>
        ) : (
          <Fragment key={part.at}>{part.text}</Fragment>
        ),
      )}
    </span>
  );
});

export type TextPart = { at: number; text: string; isLink: boolean };

/** Punctuation after a link belongs to the sentence, a closing bracket to the link only if it was opened in it. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const link = trimLink(match[0]);
    if (!URL.canParse(link)) continue;
    if (match.index > end) parts.push({ at: end, text: text.slice(end, match.index), isLink: false });
    parts.push({ at: match.index, text: link, isLink: true });
    end = match.index + link.length;
  }
  if (end < text.length) parts.push({ at: end, text: text.slice(end), isLink: false });
  return parts;
}

function trimLink(link: string): string {
  const trailing = link.match(TRAILING)?.[0] ?? "";
  const bare = link.slice(0, link.length - trailing.length);
  return trailing.startsWith(")") && bare.includes("(") ? `${bare})` : bare;
}
