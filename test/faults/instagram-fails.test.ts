import "#test/database.ts";
import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { sendAttempts } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { deliverReplies } from "#lib/inbox/delivery.ts";
import { retryReply } from "#lib/inbox/replies.ts";
import { serveBehindBadCertificate } from "#test/bad-certificate.ts";
import { calls, control, simulatorUrl } from "#test/simulator.ts";
import { applyPending, bodyOf, take, wire } from "#test/webhooks.ts";
import {
  accepted,
  customerWrites,
  IG_ID,
  LENA,
  ledger,
  openScene,
  runJobs,
  type Scene,
  shown,
  write,
} from "./scene.ts";

const TEXT = "Yes, two are left.";

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
});

test("F17 Instagram answers 500 with code 2 three times: each is looked for, not found, and only a person sends again", async () => {
  await control("POST", "/faults", { match: { endpoint: "messages" }, error: "transient", times: 3 });
  const messageId = await write(scene, TEXT);
  for (let tries = 1; tries <= 3; tries++) {
    await deliverReplies(scene.conversationId);
    expect(await shown(scene.conversationId)).toEqual([[TEXT, "unconfirmed", "server_error"]]);
    await runJobs("confirm-reply");
    expect(await shown(scene.conversationId)).toEqual([[TEXT, "unconfirmed", "not_found_in_conversation"]]);
    await deliverReplies(scene.conversationId);
    expect(await ledger()).toHaveLength(tries);
    await retryReply(scene.member, { messageId });
  }
  await deliverReplies(scene.conversationId);
  expect(await shown(scene.conversationId)).toEqual([[TEXT, "sent", null]]);
  expect(await accepted()).toEqual([TEXT]);
});

const behindBadCertificate = await serveBehindBadCertificate(simulatorUrl);

test.each([
  ["refuses connections", "http://127.0.0.1:59999"],
  ["has no address", "http://no-such-host.invalid"],
  ["speaks no TLS", simulatorUrl.replace("http:", "https:")],
  ["shows a certificate that nobody vouches for", behindBadCertificate.url],
])("F19 Instagram %s: tried again after 1, 2, 4 … s, then sent once", async (_, graphUrl) => {
  const text = `${TEXT} ${graphUrl}`;
  env().INSTAGRAM_GRAPH_URL = graphUrl;
  await write(scene, text);
  const pauses: number[] = [];
  for (let tries = 0; tries < 4; tries++) {
    await deliverReplies(scene.conversationId);
    await deliverReplies(scene.conversationId);
    expect(await shown(scene.conversationId)).toEqual([[text, "queued", null]]);
    pauses.push(await secondsUntilNextTry());
    await passTime(61);
  }
  env().INSTAGRAM_GRAPH_URL = simulatorUrl;
  for (const [index, seconds] of pauses.entries()) expect(Math.abs(seconds - 2 ** index)).toBeLessThan(0.9);
  expect(await ledger()).toEqual([]);
  if (graphUrl === behindBadCertificate.url) {
    expect(behindBadCertificate.handshakes()).toBeGreaterThanOrEqual(pauses.length);
    expect(behindBadCertificate.requests()).toBe(0);
  }

  await deliverReplies(scene.conversationId);
  expect(await shown(scene.conversationId)).toEqual([[text, "sent", null]]);
  expect(await accepted()).toEqual([text]);
});

test("F21 Instagram accepts and resets the connection: checking, then sent by its echo, exactly one accept", async () => {
  await control("POST", "/faults", { match: { endpoint: "messages" }, accept: true, result: "drop" });
  await write(scene, TEXT);
  await deliverReplies(scene.conversationId);
  expect(await shown(scene.conversationId)).toEqual([[TEXT, "unconfirmed", "connection_lost"]]);
  await echoes();
  expect(await shown(scene.conversationId)).toEqual([[TEXT, "sent", null]]);
  await deliverReplies(scene.conversationId);
  expect(await accepted()).toEqual([TEXT]);
});

test.each([
  ["nothing in its 200", { result: "answer", body: {} }],
  ["a page", { result: "html" }],
  ["an empty answer", { result: "empty" }],
  ["the wrong recipient", { result: "answer", body: { recipient_id: "1", message_id: "another" } }],
  ["code 1/1357046", { error: "invalid_json_reply" }],
  ["code 1 with 400", { error: { status: 400, code: 1, message: "An unknown error has occurred." } }],
  ["a code nobody knows", { error: { status: 400, code: 31337, message: "?" } }],
])("F23 Instagram accepts and answers %s: never failed, found in the chat, sent", async (_, fault) => {
  await control("POST", "/faults", { match: { endpoint: "messages" }, accept: true, ...fault });
  await write(scene, TEXT);
  await deliverReplies(scene.conversationId);
  expect(await shown(scene.conversationId)).toMatchObject([[TEXT, "unconfirmed", expect.any(String)]]);
  await runJobs("confirm-reply");
  expect(await shown(scene.conversationId)).toEqual([[TEXT, "sent", null]]);
  expect(await accepted()).toEqual([TEXT]);
});

test("F24 the customer goes on writing while nothing can be sent: all of it is here", async () => {
  await control("POST", `/accounts/brassmoonstudio/token`, { state: "expired" });
  await write(scene, TEXT);
  await deliverReplies(scene.conversationId);
  await customerWrites(LENA, "Hello?");
  expect(await shown(scene.conversationId)).toEqual([[TEXT, "queued", "token_expired"]]);
  expect((await calls()).filter(({ status }) => status === 400)).toHaveLength(1);
});

async function echoes(): Promise<void> {
  const sends = await control<{ mid: string | null; text: string | null }[]>("GET", "/ledger");
  const { echo } = wire(IG_ID, LENA, Date.now());
  await take(
    bodyOf(
      IG_ID,
      sends.map(({ mid, text }, index) => echo(index, mid ?? "", text ?? "")),
    ),
  );
  await applyPending();
}

async function secondsUntilNextTry(): Promise<number> {
  const [job] = await db.execute<{ seconds: number }>(sql`
    select extract(epoch from run_at - now())::float8 as seconds from graphile_worker.jobs
    where key = ${`deliver-replies:${scene.conversationId}`}`);
  return job?.seconds ?? 0;
}

async function passTime(seconds: number): Promise<void> {
  await db
    .update(sendAttempts)
    .set({ finishedAt: sql`${sendAttempts.finishedAt} - make_interval(secs => ${seconds})` });
}
