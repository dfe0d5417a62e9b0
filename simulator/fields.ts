import { refuse } from "./errors.ts";
import { isObject, type Json, list } from "./json.ts";

/** One field of a Graph `fields` parameter: `messages.limit(20){id,from}`. */
export type Field = { name: string; modifiers: Record<string, string>; fields: Field[] | null };

/** Parses the `fields` syntax; a text that is not one is refused as Graph does. */
export function parseFields(text: string): Field[] {
  let at = 0;
  function many(end: string): Field[] {
    const out: Field[] = [];
    while (at < text.length && text[at] !== end) {
      out.push(one());
      if (text[at] === ",") at++;
    }
    if (end) {
      if (text[at] !== end) throw syntax(at);
      at++;
    }
    return out;
  }
  function one(): Field {
    const name = word();
    const modifiers: Record<string, string> = {};
    while (text[at] === ".") {
      at++;
      const modifier = word();
      if (text[at] !== "(") throw syntax(at);
      const close = text.indexOf(")", at);
      if (close < 0) throw syntax(at);
      modifiers[modifier] = text.slice(at + 1, close);
      at = close + 1;
    }
    if (text[at] !== "{") return { name, modifiers, fields: null };
    at++;
    return { name, modifiers, fields: many("}") };
  }
  function word(): string {
    const [, found] = text.slice(at).match(/^\s*([a-zA-Z0-9_]+)\s*/) ?? [];
    if (!found) throw syntax(at);
    at += text.slice(at).match(/^\s*[a-zA-Z0-9_]+\s*/)?.[0].length ?? 0;
    return found;
  }
  return many("");
}

function syntax(at: number) {
  return refuse("invalid_parameter", `Syntax error "Expected end of string or identifier" at character ${at}: fields`);
}

/** How each known field of a node is read; `undefined` leaves it out, as Graph does with empty values. */
export type Readers = Record<string, (field: Field) => unknown>;

/** Reads the asked fields of a node; one unknown field fails the whole call (facts 4.1). `id` always stands, last. */
export function readNode(fields: Field[], readers: Readers): Json {
  const out: Json = {};
  for (const field of fields) {
    const reader = Object.hasOwn(readers, field.name) ? readers[field.name] : undefined;
    if (!reader) throw refuse("nonexisting_field", `Tried accessing nonexisting field (${field.name})`);
    const value = reader(field);
    if (field.name !== "id" && value !== undefined) out[field.name] = narrowed(value, field.fields);
  }
  if (readers.id) out.id = readers.id({ name: "id", modifiers: {}, fields: null });
  return out;
}

function narrowed(value: unknown, fields: Field[] | null): unknown {
  if (!fields || !isObject(value)) return value;
  if (!Array.isArray(value.data)) return picked(value, fields);
  if ("paging" in value) return value;
  return { ...value, data: list(value.data).map((one) => (isObject(one) ? picked(one, fields) : one)) };
}

function picked(value: Json, fields: Field[]): Json {
  return Object.fromEntries(
    fields.filter(({ name }) => name in value).map((field) => [field.name, narrowed(value[field.name], field.fields)]),
  );
}
