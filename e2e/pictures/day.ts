import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "#db/connect.ts";
import { ACCOUNT, type Simulator } from "../fixtures.ts";
import type { Language } from "./words.ts";

const HOUR = 3600;

/** Conversations of weeks, as `seed` makes them, moved under the connected account, most of them with a face. */
export async function fillWithHistory(language: Language, simulator: Simulator): Promise<void> {
  const dataDir = process.env.E2E_DATA_DIR ?? "";
  const env = { ...process.env, DATA_DIR: dataDir, ANTWORT_LAUNCHED: "1", NODE_ENV: "production" as const };
  const amounts = ["--conversations", "70", "--messages", "900", "--language", language];
  execFileSync(process.execPath, ["server/run.ts", "cli/main.ts", "seed", ...amounts], { env });
  const { url } = JSON.parse(readFileSync(join(dataDir, "database.json"), "utf8")) as { url: string };
  const sql = connect(url, { max: 1 });
  // A conversation and its messages name their account together, so that neither could move without the other.
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    for (const table of ["contacts", "conversations", "messages", "search_entries"]) {
      await tx`update ${tx(table)} set instagram_account_id = (select id from instagram_accounts where ig_id = ${ACCOUNT.igId})`;
    }
  });
  await sql`delete from instagram_accounts where ig_id <> ${ACCOUNT.igId}`;
  // Nobody of these weeks may be called like somebody of the day, who is looked for by name.
  await sql`update contacts set name = 'Livia ' || split_part(name, ' ', 2) where name in ('Lena Wirth', 'Aylin Demir', 'Tom Keller')`;
  const people = await sql<{ igsid: string; username: string; name: string | null }[]>`
    select igsid, username, name from contacts order by igsid`;
  for (const [index, { igsid, username, name }] of people.entries()) {
    if (index % 4 === 3) continue;
    const picture = `sample:face-${username}-${index % 2 ? "short" : "long"}`;
    const { picture_url } = await simulator.control<{ picture_url: string }>("POST", "/customers", {
      account: ACCOUNT.username,
      ...{ igsid, username, name, picture },
    });
    await sql`update contacts set picture_url = ${process.env.E2E_SIMULATOR_URL + picture_url} where igsid = ${igsid}`;
  }
  await sql.end();
}

/** What customers write on the day of the pictures, of every kind there is. */
export async function writeTheDay(language: Language, simulator: Simulator): Promise<void> {
  const say = (en: string, de: string) => (language === "de" ? de : en);
  const writes = (who: string, body: object) =>
    simulator.control<{ mid: string }>("POST", `/customers/${who}/messages`, { account: ACCOUNT.username, ...body });
  for (const [username, name, face] of [
    ["mara.vogt", "Mara Vogt", "long"],
    ["kim.reuter", "Kim Reuter", "short"],
    ["ben.osei", "Ben Osei", "short"],
    ["cleo.sommer", "Cleo Sommer", "long"],
  ] as const) {
    const picture = `sample:face-${username}-${face}`;
    await simulator.control("POST", "/customers", {
      account: ACCOUNT.username,
      username,
      name,
      picture,
      follower_count: 318,
    });
  }

  await writes("noah.brandt", {
    text: say("Is the oak bench still in the shop?", "Steht die Eichenbank noch im Laden?"),
    ago_seconds: 26 * HOUR,
  });
  await writes("cleo.sommer", {
    text: say("Could I pick it up on Saturday?", "Könnte ich sie am Samstag abholen?"),
    ago_seconds: 22.4 * HOUR,
  });
  await writes("tom_k_82", { text: say("Do you deliver to Bern?", "Liefern Sie nach Bern?"), ago_seconds: 8 * HOUR });
  await writes("casa_morandi", {
    kind: "ig_post",
    title: say("Autumn restock: walnut side tables", "Neu im Herbst: Beistelltische aus Nussbaum"),
    media: "bowl",
    ago_seconds: 6 * HOUR,
  });
  await writes("casa_morandi", {
    text: say(
      "We would take four of these for our hotel in Ascona. Is there a trade price?",
      "Davon würden wir vier für unser Hotel in Ascona nehmen. Gibt es einen Händlerpreis?",
    ),
    ago_seconds: 6 * HOUR - 40,
  });
  await writes("jo_nameless", { kind: "audio", media: "voice", ago_seconds: 5 * HOUR });
  await writes("ben.osei", {
    kind: "ad",
    ad_id: "23851234567890123",
    ad_title: say("Solid wood, made in Winterthur", "Massivholz aus Winterthur"),
    ref: "autumn-26",
    text: say("I saw your ad. Which sizes do you have?", "Ich habe Ihre Anzeige gesehen. Welche Grössen haben Sie?"),
    ago_seconds: 3 * HOUR,
  });
  await writes("aylin.demir", {
    kind: "story_reply",
    text: say("Love this lamp! Do you ship to Basel?", "Die Lampe ist ein Traum! Verschicken Sie nach Basel?"),
    media: "lamp",
    ago_seconds: 2 * HOUR,
  });
  await writes("mara.vogt", {
    text: say(
      "Could you make the table in oak as well? It should be about 1.20 m long and fit under the window.",
      "Könnten Sie den Tisch auch in Eiche machen? Er sollte etwa 1,20 m lang sein und unter das Fenster passen.",
    ),
    ago_seconds: 70 * 60,
  });
  await writeOfManyKinds(language, simulator);
  await writes("lena.wirth.foto", {
    text: say("Hi! Is the walnut side table still available?", "Hallo! Gibt es den Nussbaum-Beistelltisch noch?"),
    ago_seconds: 50 * 60,
  });
  await writes("lena.wirth.foto", { kind: "image", media: "walnut", ago_seconds: 49 * 60 });
  await simulator.control("POST", "/webhooks/settle", { timeout_ms: 20_000 });
}

async function writeOfManyKinds(language: Language, simulator: Simulator): Promise<void> {
  const say = (en: string, de: string) => (language === "de" ? de : en);
  const at = { account: ACCOUNT.username };
  let ago = 4 * HOUR;
  const writes = (body: object) => {
    ago -= 420;
    return simulator.control<{ mid: string }>("POST", "/customers/kim.reuter/messages", {
      ...at,
      ago_seconds: ago,
      ...body,
    });
  };
  await writes({ text: say("Good morning 👋", "Guten Morgen 👋") });
  const photos = await writes({ kind: "images", media: ["walnut", "lamp", "bowl"] });
  await writes({ text: say("This one, in a lighter wood", "Dieser hier, in hellerem Holz"), reply_to: photos.mid });
  ago -= 300;
  const ours = await simulator.control<{ mid: string }>("POST", `/accounts/${ACCOUNT.username}/messages`, {
    customer: "kim.reuter",
    text: say("Ash would be beautiful. I will look what we have.", "Esche wäre schön. Ich schaue, was wir dahaben."),
    ago_seconds: ago,
  });
  await simulator.control("POST", "/customers/kim.reuter/react", { ...at, mid: ours.mid, emoji: "❤️" });
  await writes({ kind: "video", media: "clip" });
  await writes({ kind: "audio", media: "voice" });
  await writes({ kind: "file", media: "plan" });
  await writes({
    kind: "ig_reel",
    title: say("How we oil a table top", "So ölen wir eine Tischplatte"),
    media: "clip",
  });
  await writes({ kind: "story_mention", media: "lake" });
  await writes({ kind: "quick_reply", title: say("Delivery", "Lieferung"), payload: "DELIVERY" });
  await writes({ kind: "unsupported" });
  await writes({ kind: "ephemeral" });
  await writes({ kind: "attachments", attachments: [{ type: "scent", payload: { notes: ["cedar"] } }] });
  const wrong = await writes({ text: "…" });
  await simulator.control("POST", "/customers/kim.reuter/unsend", { ...at, mid: wrong.mid });
  const typo = await writes({ text: say("Until Saturdya?", "Bis Smastag?") });
  await simulator.control("POST", "/customers/kim.reuter/edit", {
    ...at,
    mid: typo.mid,
    text: say("Until Saturday?", "Bis Samstag?"),
  });
  await writes({ text: "😍" });
}
