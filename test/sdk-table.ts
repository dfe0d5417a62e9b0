import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A row of the table in `docs/api.md`: a method of the SDK, as `messages.sendInboxMessage`, and what it answers when all is well. */
export type TableRow = { method: string; operationId: string; status: number };

/** The table "Method by method", in its order. */
export const TABLE: TableRow[] = readTable();

function readTable(): TableRow[] {
  const document = readFileSync(fileURLToPath(new URL("../docs/api.md", import.meta.url)), "utf8");
  const [, table = ""] = document.split("## Method by method");
  return [...table.matchAll(/^\| `(\w+\.(\w+))` \| (\d{3}) \|/gm)].map(([, method = "", operationId = "", status]) => ({
    method,
    operationId,
    status: Number(status),
  }));
}
