import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { type Call, type Client, createClient, expectOk } from "./client.ts";
import { type Installation, startInstallation } from "./installation.ts";
import { customer, introduceCustomers, messageCall, WEBHOOK_PATH } from "./messages.ts";
import { openBrowser } from "./open-browser.ts";
import { atPace } from "./pace.ts";
import { cpuSeconds, familyOf, megabytes } from "./processes.ts";
import { report, reportTimes, say } from "./report.ts";
import { connectAccount, signIn } from "./session.ts";
import { untilApplied } from "./until-applied.ts";

const HOUR_MS = 3_600_000;
/** They wrote during the outage; those of the live messages are others. */
const CUSTOMERS = 1_000;
const AGAIN_MS = 500;
const STORM = { bodies: 10_000, perSecond: 10_000 / 60 };

/**
 * An outage of the worker, and then a storm (reliability F42, F26): so many bodies are taken in while nobody applies them, then
 * the installation starts anew. How fast it catches up, and what people in front of a screen notice of it meanwhile. Afterwards
 * ten thousand of the same bodies come again within a minute.
 */
export async function benchBacklog(amount: number): Promise<void> {
  const installation = await startInstallation();
  try {
    const cookie = await signIn(installation);
    await connectAccount(installation, cookie);
    const first = createClient(installation.url);
    await introduceCustomers(first);
    first.close();
    await untilApplied(installation, 60_000);

    await installation.restart({ WORKER: "off" });
    const bodies = await takeIn(installation, amount);
    await installation.restart();
    await measureDrain(installation, cookie, amount);
    await measureStorm(installation, cookie, bodies);
  } finally {
    await installation.stop();
  }
}

async function takeIn({ url }: Installation, amount: number): Promise<Call[]> {
  const client = createClient(url, { connections: 32 });
  const bodies: Call[] = [];
  const startedAt = performance.now();
  let sent = 0;
  const send = async () => {
    while (sent < amount) {
      const index = sent++;
      const igsid = String(8_400_000_000_000_000 + (index % CUSTOMERS));
      const body = messageCall(igsid, `Is number ${index} still available?`, Date.now() - HOUR_MS);
      if (bodies.length < STORM.bodies) bodies.push(body);
      await expectOk(client, WEBHOOK_PATH, body);
    }
  };
  await Promise.all(Array.from({ length: 32 }, send));
  report("backlog_taken_in", "events/s", amount / seconds(startedAt));
  client.close();
  return bodies;
}

async function measureDrain(installation: Installation, cookie: string, amount: number): Promise<void> {
  const client = createClient(installation.url, { cookie });
  const watch = watchPeople(installation, cookie, client);
  const startedAt = performance.now();
  const left = await untilApplied(installation, 150_000);
  report("backlog_applied", "events/s", (amount - left) / seconds(startedAt), "backlog_taken_in");
  if (left > 0) say(`${left} events of the backlog are still to be applied`);
  const { pages, live, memory } = await watch.end();
  client.close();

  const idle = createClient(installation.url, { cookie });
  const quiet = await atPace(5, 50, () => expectOk(idle, "/inbox"));
  idle.close();
  reportTimes(
    "inbox_page_after_backlog",
    quiet.map(({ ms }) => ms),
    [50, 95],
  );
  reportTimes("inbox_page_during_backlog", pages, [50, 95], "inbox_page_after_backlog");
  reportTimes("live_message_during_backlog", live, [50, 95, 100]);
  report("memory_during_backlog", "MB", memory);
}

/** Somebody opens the inbox five times a second, and two customers a second write to a screen that is open. */
function watchPeople(installation: Installation, cookie: string, client: Client) {
  const pages: number[] = [];
  const live: number[] = [];
  let memory = 0;
  let refused = 0;
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      const { status, ms } = await client.call("/inbox");
      if (status === 200) pages.push(ms);
      else refused++;
      memory = Math.max(memory, megabytes(familyOf(installation.pid)));
      await sleep(200);
    }
  })();
  const writing = (async () => {
    const webhooks = createClient(installation.url, { connections: 4 });
    const browser = await openBrowser(installation, cookie);
    for (let index = 0; !isOver; index++) {
      live.push(await timeToScreen(webhooks, browser, index));
      await sleep(500);
    }
    browser.close();
    webhooks.close();
  })();
  const people = Promise.all([looking, writing]);
  people.catch(() => undefined);
  return {
    async end() {
      isOver = true;
      await people;
      if (refused > 0) say(`${refused} pages were refused meanwhile`);
      return { pages, live, memory };
    },
  };
}

async function measureStorm(installation: Installation, cookie: string, bodies: Call[]): Promise<void> {
  const storming = createClient(installation.url, { connections: 32 });
  const client = createClient(installation.url, { cookie });
  const before = { cpu: cpuSeconds(familyOf(installation.pid)), at: performance.now() };
  const watch = watchPeople(installation, cookie, client);
  const answers = await atPace(STORM.perSecond, STORM.bodies, (index) =>
    storming.call(WEBHOOK_PATH, bodies[index % bodies.length]),
  );
  const acks = answers.filter(({ status }) => status === 200);
  const spent = cpuSeconds(familyOf(installation.pid)) - before.cpu;
  report("storm_cpu", "% of the machine", (100 * spent) / seconds(before.at) / availableParallelism());
  const { live } = await watch.end();
  report("storm_refused", "% of the bodies", 100 * (1 - acks.length / STORM.bodies));
  reportTimes(
    "storm_ack",
    acks.map(({ ms }) => ms),
    [50, 99],
  );
  reportTimes("live_message_during_storm", live, [50, 95, 100], "live_message_during_backlog");
  storming.close();
  client.close();
}

async function timeToScreen(webhooks: Client, browser: Awaited<ReturnType<typeof openBrowser>>, index: number) {
  const text = `Live message ${index} of ${performance.now()}`;
  const call = messageCall(customer(index), text);
  const startedAt = performance.now();
  const seen = browser.seen(text);
  // What is refused comes again, as from Instagram, and the person has waited for it all the while.
  while ((await webhooks.call(WEBHOOK_PATH, call)).status !== 200) await sleep(AGAIN_MS);
  return (await seen) - startedAt;
}

function seconds(since: number): number {
  return (performance.now() - since) / 1_000;
}
