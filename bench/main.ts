import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ensureBuilt } from "../scripts/prepare.mjs";
import { benchBacklog } from "./bench-backlog.ts";
import { benchDelivery } from "./bench-delivery.ts";
import { benchMemory } from "./bench-memory.ts";
import { benchReads } from "./bench-reads.ts";
import { benchScreen } from "./bench-screen.ts";
import { benchSearch } from "./bench-search.ts";
import { benchSeed, makeLongThread } from "./bench-seed.ts";
import { benchSize } from "./bench-size.ts";
import { benchThread } from "./bench-thread.ts";
import { benchWebhooks } from "./bench-webhooks.ts";
import { sayBudgets } from "./budgets.ts";
import { createClient } from "./client.ts";
import { type Installation, startInstallation, stopInstallations } from "./installation.ts";
import { introduceCustomers } from "./messages.ts";
import { say } from "./report.ts";
import { connectAccount, signIn } from "./session.ts";

/**
 * `npm run bench [-- --conversations 20000 --messages 400000 --backlog 50000 --only webhooks,reads]`: measures an installation of its own,
 * built for production, and leaves nothing behind. What cannot be measured is said on standard error; it never fails.
 */
const { values: options } = parseArgs({
  options: {
    conversations: { type: "string", default: "20000" },
    messages: { type: "string", default: "400000" },
    backlog: { type: "string", default: "50000" },
    only: { type: "string", default: "memory,seed,size,reads,search,delivery,screen,thread,webhooks,backlog" },
  },
});
const wanted = new Set(options.only.split(","));
const amounts = { conversations: Number(options.conversations), messages: Number(options.messages) };

/** Longer than any part needs with a million messages, and as long as it takes to seed them, and a large backlog and a storm. */
const PART_LIMIT_MS = 240_000;
const SEED_LIMIT_MS = 900_000;
const BACKLOG_LIMIT_MS = 480_000;

let isInterrupted = false;
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  process.on(signal, async () => {
    if (isInterrupted) return;
    isInterrupted = true;
    await stopInstallations();
    process.exit(0);
  });
}

try {
  await ensureBuilt(say);
  say("starting an installation");
  await measureAll(await startInstallation());
  sayBudgets();
} catch (error) {
  sayWhy("the run", error);
} finally {
  await stopInstallations();
}

async function measureAll(running: Installation): Promise<void> {
  await part("memory", () => benchMemory(running));
  const cookie = await signIn(running);
  await connectAccount(running, cookie);
  const client = createClient(running.url);
  await introduceCustomers(client);
  client.close();

  await part("seed", () => benchSeed(running, amounts), SEED_LIMIT_MS);
  let longThread: Promise<string> | undefined;
  const getLongThread = () => {
    longThread ??= makeLongThread(running);
    return longThread;
  };
  await part("size", async () => benchSize(running, cookie, await getLongThread()));
  await part("reads", async () => benchReads(running, cookie, await getLongThread()));
  await part("search", () => benchSearch(running, cookie));
  await part("delivery", () => benchDelivery(running, cookie));
  await part("screen", () => benchScreen(running, cookie));
  await part("thread", async () => benchThread(running, cookie, await getLongThread()));
  await part("webhooks", () => benchWebhooks(running));
  await part("backlog", () => benchBacklog(Number(options.backlog)), BACKLOG_LIMIT_MS);
}

async function part(name: string, measure: () => Promise<void>, limitMs = PART_LIMIT_MS): Promise<void> {
  if (!wanted.has(name) || isInterrupted) return;
  say(name);
  const late = sleep(limitMs, undefined, { ref: false }).then(() => {
    throw new Error("it takes too long");
  });
  await Promise.race([measure(), late]).catch((error: unknown) => sayWhy(name, error));
}

function sayWhy(what: string, error: unknown): void {
  if (!isInterrupted) say(`${what} could not be measured: ${error instanceof Error ? error.message : error}`);
}
