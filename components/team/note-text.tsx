import { Fragment } from "react";
import { MessageText } from "#components/inbox/message-text.tsx";
import type { ConversationNote } from "./types.ts";

type NotePart = { at: number; text: string; isMention: boolean };

/** A note's words, with the colleagues it calls standing out. */
export function NoteText({ note: { text, mentions } }: { note: Pick<ConversationNote, "text" | "mentions"> }) {
  const parts = splitMentions(
    text,
    mentions.map(({ name }) => name),
  );
  if (parts.length === 1) return <MessageText text={text} />;
  return (
    <span dir="auto" className="block break-words whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:isolate]">
      {parts.map((part) =>
        part.isMention ? (
          <strong key={part.at} className="rounded-sm bg-warning/25 px-0.5 font-semibold">
            {part.text}
          </strong>
        ) : (
          <Fragment key={part.at}>{part.text}</Fragment>
        ),
      )}
    </span>
  );
}

/** "@Anna Berger" is found before "@Anna". */
export function splitMentions(text: string, names: string[]): NotePart[] {
  const longestFirst = [...names].sort((one, other) => other.length - one.length);
  const parts: NotePart[] = [];
  let end = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", Math.max(at + 1, end))) {
    const name = longestFirst.find((candidate) => text.startsWith(candidate, at + 1));
    if (!name) continue;
    if (at > end) parts.push({ at: end, text: text.slice(end, at), isMention: false });
    end = at + 1 + name.length;
    parts.push({ at, text: text.slice(at, end), isMention: true });
  }
  if (end < text.length || parts.length === 0) parts.push({ at: end, text: text.slice(end), isMention: false });
  return parts;
}
