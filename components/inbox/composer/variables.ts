import type { ConversationSummary, InboxViewer } from "../types.ts";

/** What a saved reply may leave to the conversation, as `{{name}}`. */
export const VARIABLES = ["name", "first_name", "handle", "me", "account"] as const;

export type VariableValues = Partial<Record<string, string | null>>;

const BLANK = /\{\{\s*([\p{L}\p{N}_ -]*?)\s*\}\}/gu;

/** A saved reply for this conversation. What is not known stays as it stands: nothing is invented. */
export function fillVariables(text: string, values: VariableValues): string {
  return text.replaceAll(BLANK, (blank, name: string) => values[name.toLowerCase()] || blank);
}

export type Blank = { start: number; end: number; text: string };

/** Where a text still waits to be filled in. */
export function findBlanks(text: string): Blank[] {
  return [...text.matchAll(BLANK)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
  }));
}

export function variablesOf({ contact, accountUsername }: ConversationSummary, viewer: InboxViewer): VariableValues {
  return {
    name: readable(contact.name),
    first_name: firstName(contact.name),
    handle: contact.username ? `@${contact.username}` : null,
    me: viewer.memberName,
    account: `@${accountUsername}`,
  };
}

/** "Lena Wirth | Fotografie" is "Lena"; a shop's name or a row of symbols has no first name. */
function firstName(name: string | null): string | null {
  const [first = ""] = name?.trim().split(/\s+/u) ?? [];
  const bare = first.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return /^\p{Lu}[\p{L}\p{M}'’-]*$/u.test(bare) ? bare : null;
}

function readable(name: string | null): string | null {
  return name && /\p{L}/u.test(name) ? name.trim() : null;
}
