import "#test/database.ts";
import { expect, test } from "vitest";
import { makeAccount } from "#test/factories.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";
import { readMetrics } from "./metrics.ts";

test("tells what is not settled, for Prometheus", async () => {
  const account = await makeAccount();
  const { unsend, message } = wire(account.igId, "1284407719365528");
  await deliver(bodyOf(account.igId, [unsend(1, "not here yet"), message(2, "m1", "hello")]));
  const { text, contentType } = await readMetrics();
  expect(contentType).toContain("text/plain");
  expect(text).toContain('antwort_webhook_events{state="waiting"} 1');
  expect(text).toContain('antwort_webhook_events{state="pending"} 0');
  expect(text).toContain('antwort_replies{status="queued"} 0');
  expect(text).not.toContain("hello");
});
