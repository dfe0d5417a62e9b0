import type { ContactFieldType } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";

const MAX_TEXT = 500;

type Field = { name: string; type: ContactFieldType; options: string[] };
type Value = string | number | boolean;

/** A value as its field keeps it; null where nothing was given. Throws `invalid_input` for what the type does not know. */
export function readFieldValue(field: Field, given: Value | null): Value | null {
  if (given === null || (typeof given === "string" && given.trim() === "")) return null;
  const read = READERS[field.type](given, field.options);
  if (read === null) throw new AppError("invalid_input", `This does not fit the field ${field.name}.`);
  return read;
}

const READERS: Record<ContactFieldType, (given: Value, options: string[]) => Value | null> = {
  text: (given) => (typeof given === "boolean" ? null : String(given).trim().slice(0, MAX_TEXT)),
  number: (given) => {
    const read = typeof given === "string" ? Number(given.trim().replace(",", ".")) : given;
    return typeof read === "number" && Number.isFinite(read) ? read : null;
  },
  date: (given) => (typeof given === "string" && isDay(given) ? given : null),
  boolean: (given) => {
    if (given === "true" || given === "false") return given === "true";
    return typeof given === "boolean" ? given : null;
  },
  select: (given, options) => (typeof given === "string" && options.includes(given) ? given : null),
};

/** As `2026-11-22`, and on the calendar. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}
