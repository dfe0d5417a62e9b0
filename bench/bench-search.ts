import { connect } from "#db/connect.ts";
import { createClient, expectOk } from "./client.ts";
import type { Installation } from "./installation.ts";
import { inTurn } from "./pace.ts";
import { reportTimes } from "./report.ts";

const TIMES = 25;
/** What is in every other message, in few, in none; names as they are and misspelt; short, symbols, several words, a phrase. */
const QUERIES = {
  common: ["tisch", "die", "you", "danke"],
  rare: ["Messingspiegel", "hobeln", "20731", "Sendungsverfolgung"],
  part: ["spiegel", "verfolgung", "zimmer"],
  short: ["ok", "cm", "zx"],
  emoji: ["🕯️", "🙏", "🦄"],
  none: ["quastenflosser", "xyzzy"],
  words: ["tisch eiche", "regal breit flur", '"in Bearbeitung"'],
  people: ["Wirth", "Mueller", "Schaefer", "yildis", "Brönimann"],
};

/** Searching everything that was stored, against reading one row by its key in the same minute. */
export async function benchSearch({ url, databaseUrl }: Installation, cookie: string): Promise<void> {
  await reportKeyRead(databaseUrl);
  const client = createClient(url, { cookie });
  const all: number[] = [];
  for (const [kind, queries] of Object.entries(QUERIES)) {
    const times: number[] = [];
    for (const query of queries) {
      const answers = await inTurn(TIMES, () => expectOk(client, `/api/inbox/search?q=${encodeURIComponent(query)}`));
      times.push(...answers.map(({ ms }) => ms));
    }
    reportTimes(`search_${kind}`, times, [50, 95], "key_read");
    all.push(...times);
  }
  reportTimes("search", all, [50, 95], "key_read");
  client.close();
}

async function reportKeyRead(databaseUrl: string): Promise<void> {
  const sql = connect(databaseUrl, { max: 1 });
  const ids = await sql`select id from messages order by seq desc limit 200`;
  const times: number[] = [];
  for (const { id } of ids) {
    const startedAt = performance.now();
    await sql`select * from messages where id = ${id}`;
    times.push(performance.now() - startedAt);
  }
  await sql.end();
  reportTimes("key_read", times.slice(20), [50, 95]);
}
