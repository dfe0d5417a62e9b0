import { sql } from "drizzle-orm";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { db } from "#db/client.ts";
import { getPipelineHealth } from "#lib/inbox/dead-letters.ts";
import { getQueueHealth } from "#lib/jobs/health.ts";

let registry: Registry | undefined;

/** Prometheus text: this process's own figures, and those of the installation, read from the database when asked. */
export async function readMetrics(): Promise<{ contentType: string; text: string }> {
  registry ??= makeRegistry();
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function makeRegistry(): Registry {
  const made = new Registry();
  collectDefaultMetrics({ register: made });
  new Gauge({
    name: "antwort_webhook_events",
    help: "Webhook events that are not settled, by state",
    labelNames: ["state"],
    registers: [made],
    async collect() {
      const { pending, waiting, dead, unknownAccount } = await getPipelineHealth();
      this.set({ state: "pending" }, pending);
      this.set({ state: "waiting" }, waiting);
      this.set({ state: "dead" }, dead);
      this.set({ state: "unknown_account" }, unknownAccount);
    },
  });
  new Gauge({
    name: "antwort_pipeline_lag_seconds",
    help: "Age of the oldest webhook event that is not applied yet",
    registers: [made],
    async collect() {
      this.set((await getPipelineHealth()).lagMs / 1_000);
    },
  });
  new Gauge({
    name: "antwort_workers",
    help: "Processes that take jobs",
    registers: [made],
    async collect() {
      this.set((await getQueueHealth()).workers);
    },
  });
  new Gauge({
    name: "antwort_replies",
    help: "Replies that are not sent, by status",
    labelNames: ["status"],
    registers: [made],
    async collect() {
      for (const status of ["queued", "sending", "unconfirmed"]) this.set({ status }, await countReplies(status));
    },
  });
  return made;
}

async function countReplies(status: string): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from messages
    where status = ${status} and status in ('queued', 'sending', 'unconfirmed')`);
  return row?.count ?? 0;
}
