import { connect } from "#db/connect.ts";
import type { Installation } from "./installation.ts";
import { report } from "./report.ts";

const LONG_THREAD = 10_000;

export type Amounts = { conversations: number; messages: number };

/** How long the demo data takes, against the bare writing of as many rows of the same width. */
export async function benchSeed({ cli, databaseUrl }: Installation, { conversations, messages }: Amounts) {
  const sql = connect(databaseUrl, { max: 1 });
  await reportSeconds("bare_insert", async () => {
    await sql`create table bench_rows (id uuid primary key, words text)`;
    await sql`insert into bench_rows select gen_random_uuid(), repeat('word ', 20) from generate_series(1, ${messages})`;
  });
  await sql`drop table bench_rows`;
  await reportSeconds(
    "seed",
    () => cli("seed", "--conversations", String(conversations), "--messages", String(messages)),
    "bare_insert",
  );
  await sql.end();
}

/** A conversation with ten thousand messages, all of them read, which the demo data has none of; returns its id. */
export async function makeLongThread({ databaseUrl }: Installation): Promise<string> {
  const sql = connect(databaseUrl, { max: 1 });
  const [thread] = await sql`
    select id, workspace_id, instagram_account_id from conversations where closed_at is null
    order by last_message_at desc offset 20 limit 1`;
  if (!thread) throw new Error("There is no conversation to lengthen.");
  await sql`
    insert into messages (workspace_id, instagram_account_id, conversation_id, mid, direction, occurred_at, text, origin)
    select ${thread.workspace_id}, ${thread.instagram_account_id}, ${thread.id}, 'bench-' || n, 'inbound',
      now() - interval '30 days' - n * interval '1 minute', 'Line ' || n || ' of a very long talk', 'customer'
    from generate_series(1, ${LONG_THREAD}) as n`;
  await sql`
    insert into conversation_reads (member_id, conversation_id, read_through_seq)
    select id, ${thread.id}, (select max(seq) from messages) from members
    on conflict (member_id, conversation_id) do update set read_through_seq = excluded.read_through_seq`;
  await sql`analyze messages`;
  await sql.end();
  return thread.id as string;
}

async function reportSeconds(
  name: string,
  work: () => Promise<unknown>,
  baseline: string | null = null,
): Promise<void> {
  const startedAt = performance.now();
  await work();
  report(name, "s", (performance.now() - startedAt) / 1000, baseline);
}
