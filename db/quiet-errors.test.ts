import "#test/database.ts";
import { AsyncLocalStorage } from "node:async_hooks";
import { formatWithOptions } from "node:util";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "./client.ts";

const CANARY = "TXT_CANARY";

test("what is printed of a failed statement says nothing of what people wrote", async () => {
  // As Next's server does before it prints anything.
  Object.assign(globalThis, { AsyncLocalStorage });
  const { patchErrorInspectNodeJS } = await import("next/dist/server/patch-error-inspect.js");
  patchErrorInspectNodeJS(Error);
  const error = await db.execute(sql`select ${CANARY}::int`).catch((thrown: unknown) => thrown);
  expect(String((error as Error).message)).toContain(CANARY);
  const printed = [error, { error }, [error], new Error("outer", { cause: error })].map((one) =>
    formatWithOptions({ colors: true, depth: 5 }, " ⨯", one),
  );
  for (const text of printed) {
    expect(text).toMatch(/Failed query \(22P02\): select \$1::int/);
    expect(text).not.toContain(CANARY);
  }
});
