import { parseArgs } from "node:util";
import type { z } from "zod";

/** One verb of a noun: takes the arguments after it, returns what to print. Throws a sentence for a person. */
export type Command = (args: string[]) => Promise<string>;

/** The options of a command by a schema of strings: `--email E --role admin`. Unknown options are refused. */
export function readOptions<Shape extends z.ZodRawShape>(args: string[], schema: z.ZodObject<Shape>) {
  const options = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, { type: "string" as const }]));
  return schema.parse(parseArgs({ args, options, strict: true, allowPositionals: false }).values);
}
