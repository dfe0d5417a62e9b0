import { afterEach, expect, test, vi } from "vitest";
import { handOver } from "./hand-over.ts";
import type { ReplyInput } from "./types.ts";

afterEach(() => vi.unstubAllGlobals());

const replyOf = (text: string): ReplyInput => ({
  actId: crypto.randomUUID(),
  conversationId: crypto.randomUUID(),
  parts: [{ messageId: crypto.randomUUID(), text }],
  humanAgent: false,
});

test("a reply waits for the one before it, and goes though that one did not arrive", async () => {
  const asked: string[] = [];
  const first = Promise.withResolvers<Response>();
  vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => {
    asked.push((JSON.parse(body) as ReplyInput).parts[0]?.text ?? "");
    return asked.length === 1 ? first.promise : Promise.resolve(Response.json([]));
  });
  const answers = [handOver(replyOf("one")), handOver(replyOf("two"))];
  await new Promise((resolve) => setTimeout(resolve));
  expect(asked).toEqual(["one"]);
  first.reject(new TypeError("no connection"));
  expect(await Promise.all(answers)).toEqual([{ error: "offline" }, []]);
  expect(asked).toEqual(["one", "two"]);
});

test("a refusal is handed on as the server said it", async () => {
  vi.stubGlobal("fetch", async () => Response.json({ error: "thread_changed", count: 1, seq: 7 }, { status: 400 }));
  expect(await handOver(replyOf("three"))).toMatchObject({ error: "thread_changed", seq: 7 });
});
