import type { ConversationMessage, UploadShown } from "../types.ts";

export type Quoted = NonNullable<ConversationMessage["quoted"]>;

/** What stands in a composer. */
export type DraftContent = {
  text: string;
  replyToMid: string | null;
  quoted: Quoted | null;
  uploads: UploadShown[];
};

/** `other`: what was written meanwhile on another device and can be taken instead. */
export type DraftState = { content: DraftContent; other: DraftContent | null };

/** A draft as the server has it. */
export type ListedDraft = DraftContent & { id: string; version: number };

export type DraftDoors = {
  /** Rejects while the server cannot be reached. */
  save: (draft: {
    id: string;
    text: string;
    replyToMid: string | null;
    uploadIds: string[];
    expectedVersion: number;
  }) => Promise<{ outcome: "saved" | "conflict"; draft: { version: number } | null }>;
  /** Keeps a piece of text in this browser; null forgets it. */
  keep: (id: string, kept: string | null) => void;
  /** All that was kept, by draft. */
  kept: () => [string, string][];
  /** Asks the server what it has; it answers by `hear`. */
  ask: () => void;
};

export type DraftBox = ReturnType<typeof createDraftBox>;

type Entry = DraftState & {
  /** What the server has as far as we know. */
  base: { content: DraftContent; version: number };
  isSaving: boolean;
  settledAt: number;
  timer?: ReturnType<typeof setTimeout> | undefined;
  failures: number;
};

export const EMPTY: DraftContent = { text: "", replyToMid: null, quoted: null, uploads: [] };
const NOTHING: DraftState = { content: EMPTY, other: null };
const NOTE = "/note";
const SAVE_AFTER_MS = 700;
const MAX_RETRY_MS = 30_000;

/**
 * A member's drafts in this browser, in step with those on the server. Every change is kept here at once and there soon after;
 * what cannot be saved is kept and tried again. Nothing that was written is thrown away without a person saying so.
 */
export function createDraftBox(doors: DraftDoors) {
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };

  function entryOf(id: string): Entry {
    const known = entries.get(id);
    if (known) return known;
    const made = newEntry();
    entries.set(id, made);
    return made;
  }

  function put(id: string, change: Partial<Entry>): Entry {
    const next = { ...entryOf(id), ...change };
    entries.set(id, next);
    const isKept = !isEmpty(next.content) && !isSame(next.content, next.base.content);
    doors.keep(id, isKept ? JSON.stringify({ content: next.content, base: next.base }) : null);
    tell();
    return next;
  }

  function schedule(id: string, afterMs = SAVE_AFTER_MS): void {
    const entry = entryOf(id);
    if (entry.timer || entry.isSaving || entry.other || isSame(entry.content, entry.base.content)) return;
    entry.timer = setTimeout(() => {
      entryOf(id).timer = undefined;
      void save(id);
    }, afterMs);
  }

  async function save(id: string): Promise<void> {
    const { content, base, isSaving, other, timer } = entryOf(id);
    clearTimeout(timer);
    entryOf(id).timer = undefined;
    if (isSaving || other || isSame(content, base.content)) return;
    put(id, { isSaving: true });
    try {
      const { outcome, draft } = await doors.save({
        id,
        text: content.text,
        replyToMid: content.replyToMid,
        uploadIds: content.uploads.map((upload) => upload.id),
        expectedVersion: base.version,
      });
      const settled = { isSaving: false, failures: 0, settledAt: now() };
      if (outcome === "saved") put(id, { ...settled, base: { content, version: draft?.version ?? 0 } });
      else put(id, settled);
      // What stands there instead comes whole, with its files and its quote, by the list.
      if (outcome === "conflict") return doors.ask();
      schedule(id);
    } catch {
      const { failures } = put(id, { isSaving: false, failures: entryOf(id).failures + 1, settledAt: now() });
      schedule(id, Math.min(MAX_RETRY_MS, 1_000 * 2 ** failures));
    }
  }

  function meet(id: string, theirs: DraftContent, version: number): void {
    const { content: ours, base, other } = entryOf(id);
    if (version === base.version && !other) return;
    const arrived = { base: { content: theirs, version }, other: null };
    if (isSame(ours, base.content) || isEmpty(ours) || continues(theirs, ours))
      put(id, { ...arrived, content: theirs });
    else if (isEmpty(theirs) || isSame(ours, theirs) || continues(ours, theirs)) put(id, arrived);
    else put(id, { ...arrived, other: theirs });
    schedule(id);
  }

  for (const [id, text] of doors.kept()) {
    const kept = readKept(text);
    entries.set(id, { ...newEntry(), ...kept });
    schedule(id);
  }

  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get: (id: string): DraftState => entries.get(id) ?? NOTHING,
    /** All in which something is written. */
    list: (): [string, DraftContent][] =>
      [...entries].flatMap(([id, { content }]) => (isEmpty(content) ? [] : [[id, content]])),

    change: (id: string, change: Partial<DraftContent>): void => {
      const entry = entryOf(id);
      put(id, { content: { ...entry.content, ...change } });
      schedule(id);
    },

    /** Brings back what was to be sent. What was begun meanwhile stays below it. */
    restore: (id: string, content: DraftContent): void => {
      const begun = entryOf(id).content;
      const text = [content.text, begun.text].filter(Boolean).join("\n\n");
      put(id, { content: { ...content, text, uploads: [...content.uploads, ...begun.uploads] } });
      schedule(id);
    },

    /** A person has decided between the two. */
    decide: (id: string, isTakingOther: boolean): void => {
      const { content, other } = entryOf(id);
      put(id, { content: isTakingOther && other ? other : content, other: null });
      schedule(id);
    },

    /** What the server has. A list that was asked for before the last save says nothing about that draft. */
    hear: (listed: ListedDraft[], askedAt: number): void => {
      const fresh = (id: string) => !entryOf(id).isSaving && entryOf(id).settledAt <= askedAt;
      for (const { id, version, ...content } of listed) if (fresh(id)) meet(id, content, version);
      const ids = new Set(listed.map(({ id }) => id));
      for (const [id, { base }] of entries) if (base.version > 0 && !ids.has(id) && fresh(id)) meet(id, EMPTY, 0);
    },

    /** Saves at once, before the page goes or when the network is back. */
    flush: (): void => {
      for (const id of entries.keys()) void save(id);
    },
  };
}

/** A conversation's note is a draft of its own; its reply goes by the conversation's id. */
export function draftIdOf(conversationId: string, isNote: boolean): string {
  return isNote ? `${conversationId}${NOTE}` : conversationId;
}

export function readDraftId(id: string): { conversationId: string; isNote: boolean } {
  const isNote = id.endsWith(NOTE);
  return { conversationId: isNote ? id.slice(0, -NOTE.length) : id, isNote };
}

export function isEmpty({ text, uploads }: DraftContent): boolean {
  return text.trim() === "" && uploads.length === 0;
}

/** When something was asked or answered; only ever compared with each other. */
export function now(): number {
  return performance.now();
}

function newEntry(): Entry {
  return { ...NOTHING, base: { content: EMPTY, version: 0 }, isSaving: false, settledAt: -1, failures: 0 };
}

/** All of the other's text is in this one already. */
function continues(longer: DraftContent, shorter: DraftContent): boolean {
  return (
    longer.text.startsWith(shorter.text.trimEnd()) &&
    shorter.uploads.every(({ id }) => longer.uploads.some((upload) => upload.id === id))
  );
}

function isSame(one: DraftContent, other: DraftContent): boolean {
  if (isEmpty(one) && isEmpty(other)) return true;
  return (
    one.text === other.text &&
    one.replyToMid === other.replyToMid &&
    one.uploads.map(({ id }) => id).join() === other.uploads.map(({ id }) => id).join()
  );
}

/** Earlier versions kept the text alone. */
function readKept(text: string): Pick<Entry, "content" | "base"> | { content: DraftContent } {
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept === "object" && kept !== null && "content" in kept && "base" in kept) {
      return kept as Pick<Entry, "content" | "base">;
    }
  } catch {
    // Plain text.
  }
  return { content: { ...EMPTY, text } };
}
