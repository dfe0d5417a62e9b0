import { plainLetters } from "#lib/format.ts";

/** What somebody is calling up while they write: a saved reply by `/`, in a note also a colleague by `@`. */
export type Trigger = { kind: "reply" | "colleague"; query: string; start: number; end: number; isNote: boolean };

const REPLY = /(?:^|\s)\/([^\s/]*)$/u;
const COLLEAGUE = /(?:^|\s)@([^\s@]*(?: [^\s@]*)?)$/u;

/** The last word before the caret, where it calls something up; a name may have two words. */
export function findTrigger(text: string, caret: number, isNote: boolean): Trigger | null {
  const before = text.slice(0, caret);
  const reply = REPLY.exec(before);
  if (reply) return { kind: "reply", isNote, ...placeOf(reply[1] ?? "", caret) };
  const colleague = isNote ? COLLEAGUE.exec(before) : null;
  return colleague ? { kind: "colleague", isNote, ...placeOf(colleague[1] ?? "", caret) } : null;
}

type Findable = { shortcut: string; text: string };

/** Those that fit, the best first: by the beginning of their shortcut, by any part of it, by words of their text. */
export function findReplies<T extends Findable>(replies: T[], query: string): T[] {
  const words = plainLetters(query);
  if (!words) return replies;
  const rank = ({ shortcut, text }: T) => {
    const name = plainLetters(shortcut);
    if (name.startsWith(words)) return 0;
    if (name.includes(words)) return 1;
    return plainLetters(text).includes(words) ? 2 : 3;
  };
  const ranked = replies.map((reply) => ({ reply, rank: rank(reply) })).filter((one) => one.rank < 3);
  return ranked.sort((one, other) => one.rank - other.rank).map(({ reply }) => reply);
}

/** By the beginning of the name or of any of its words. */
export function findColleagues<T extends { name: string }>(colleagues: T[], query: string): T[] {
  const words = plainLetters(query);
  return colleagues.filter(
    ({ name }) => plainLetters(name).startsWith(words) || plainLetters(name).includes(` ${words}`),
  );
}

/** The members a note calls: those whose name stands in it after an `@`. A longer name wins over one it begins with. */
export function mentionsIn<T extends { id: string; name: string }>(text: string, colleagues: T[]): string[] {
  let rest = text;
  const called: string[] = [];
  for (const { id, name } of colleagues.toSorted((one, other) => other.name.length - one.name.length)) {
    if (!rest.includes(`@${name}`)) continue;
    called.push(id);
    rest = rest.replaceAll(`@${name}`, "");
  }
  return called;
}

function placeOf(query: string, caret: number) {
  return { query, start: caret - query.length - 1, end: caret };
}
