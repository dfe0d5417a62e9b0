import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type Client, createClient } from "./client.ts";
import type { Installation } from "./installation.ts";
import { customer, deliver } from "./messages.ts";
import { asManyAsPossible, atPace } from "./pace.ts";
import { report, reportTimes } from "./report.ts";
import { countPending, untilApplied } from "./until-applied.ts";

const CONNECTIONS = 32;
const SECONDS = 5;

/** How soon and how often a webhook is acknowledged, against a bare server; then how fast the backlog is applied. */
export async function benchWebhooks(installation: Installation): Promise<void> {
  const bare = fork(join(import.meta.dirname, "bare-server.ts"), { execArgv: [] });
  const [{ port }] = (await once(bare, "message")) as [{ port: number }];
  await measure("bare_hmac_server", `http://127.0.0.1:${port}`);
  bare.disconnect();
  await measure("webhook", installation.url, "bare_hmac_server");
  await reportBacklog(installation);
}

async function measure(name: string, url: string, baseline: string | null = null): Promise<void> {
  const client = createClient(url, { connections: CONNECTIONS });
  await atPace(50, 50, (index) => send(client, index));
  const times = await atPace(50, 50 * SECONDS, (index) => send(client, index));
  reportTimes(`${name}_ack_at_50_per_s`, times, [50, 99], baseline && `${baseline}_ack_at_50_per_s`);
  let index = 0;
  const perSecond = await asManyAsPossible(CONNECTIONS, SECONDS, () => send(client, index++));
  report(`${name}_throughput`, "requests/s", perSecond, baseline && `${baseline}_throughput`);
  client.close();
}

function send(client: Client, index: number): Promise<number> {
  return deliver(client, customer(index), `Is number ${index} still available?`);
}

async function reportBacklog(installation: Installation): Promise<void> {
  const startedAt = performance.now();
  const atFirst = await countPending(installation.databaseUrl);
  const left = await untilApplied(installation, 20_000);
  const seconds = (performance.now() - startedAt) / 1000;
  if (atFirst > 100) report("load_applied", "events/s", (atFirst - left) / seconds, "webhook_throughput");
}
