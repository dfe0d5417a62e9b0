import { connect } from "#db/connect.ts";
import { createClient, expectOk } from "./client.ts";
import type { Installation } from "./installation.ts";
import { inTurn } from "./pace.ts";
import { report, reportTimes } from "./report.ts";

type Row = { id: string; lastMessageAt: string };
type Line = { occurredAt: string; seq: number };

const TIMES = 60;
const VIEWS = ["open", "mine", "unassigned", "waiting", "unread", "snoozed", "done"];

/** The pages and doors an inbox reads from, with all that was stored, against a door that reads nothing. */
export async function benchReads({ url, databaseUrl }: Installation, cookie: string, longId: string): Promise<void> {
  const client = createClient(url, { cookie });
  const measure = async (name: string, path: string) => {
    await inTurn(5, () => expectOk(client, path));
    const answers = await inTurn(TIMES, () => expectOk(client, path));
    const times = answers.map(({ ms }) => ms);
    reportTimes(name, times, [50, 95], name === "bare_route" ? null : "bare_route");
    return answers[0] as (typeof answers)[number];
  };
  const json = async <T>(path: string) => JSON.parse((await expectOk(client, path)).body.toString()) as T;

  await reportPing(databaseUrl);
  await measure("bare_route", "/api/health");
  const page = await measure("inbox_page", "/inbox");
  report("inbox_page_size", "bytes", page.body.byteLength);

  const list = "/api/inbox/conversations";
  for (const view of VIEWS) await measure(`list_${view}`, `${list}?view=${view}`);
  let last: Row | undefined;
  for (let deep = 0; deep < 20; deep++) {
    const rows = await json<Row[]>(`${list}?view=done${after(last)}`);
    last = rows.at(-1) ?? last;
  }
  await measure("list_page_20", `${list}?view=done${after(last)}`);

  const threads = await json<Row[]>(`${list}?view=done`);
  const threadPath = `/api/inbox/threads/${threads[0]?.id}`;
  await measure("thread", threadPath);
  await measure("thread_page", `/inbox/${threads[1]?.id}`);
  await measure("thread_of_10000", `/api/inbox/threads/${longId}`);
  const longPath = `/api/inbox/messages?conversation=${longId}`;
  let oldest: Line | undefined;
  for (let deep = 0; deep < 20; deep++) oldest = (await json<Line[]>(`${longPath}${before(oldest)}`)).at(-1) ?? oldest;
  await measure("thread_of_10000_older", `${longPath}${before(oldest)}`);

  await measure("list_closing", `${list}?sort=closing`);
  await measure("view_counts", "/api/inbox/counts");
  const { cursor } = await json<{ cursor: string }>("/api/inbox/changes?since=0");
  await measure("delta_empty", `/api/inbox/changes?since=${cursor}`);
  client.close();
}

function after(row: Row | undefined): string {
  return row ? `&after=${encodeURIComponent(row.lastMessageAt)}&afterId=${row.id}` : "";
}

function before(line: Line | undefined): string {
  return line ? `&before=${encodeURIComponent(line.occurredAt)}&beforeSeq=${line.seq}` : "";
}

async function reportPing(databaseUrl: string): Promise<void> {
  const sql = connect(databaseUrl, { max: 1 });
  const times = await inTurn(200, async () => {
    const startedAt = performance.now();
    await sql`select 1`;
    return performance.now() - startedAt;
  });
  await sql.end();
  reportTimes("bare_select", times.slice(20), [50, 95]);
}
