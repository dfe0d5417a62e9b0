import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { type Letter, readLetter } from "#test/read-letter.ts";

const LETTERS = join(process.env.E2E_DATA_DIR ?? "", "letters");

/** The installation's mail server for the whole run. It leaves each letter in a file, where the processes of the stories find it. */
export default async function openPostOffice(): Promise<() => Promise<void>> {
  mkdirSync(LETTERS, { recursive: true });
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    onData: async (stream, { envelope }, callback) => {
      const letter = readLetter((await buffer(stream)).toString(), envelope);
      const file = join(LETTERS, `${++count}`.padStart(5, "0"));
      writeFileSync(file, JSON.stringify(letter));
      renameSync(file, `${file}.json`);
      callback(null);
    },
  });
  await new Promise<void>((resolve) => void server.listen(Number(process.env.E2E_MAIL_PORT), "127.0.0.1", resolve));
  return () => new Promise((resolve) => server.close(resolve));
}

/** What came for an address, oldest first. */
export function lettersTo(email: string): Letter[] {
  const files = readdirSync(LETTERS).filter((name) => name.endsWith(".json"));
  const letters: Letter[] = files.sort().map((name) => JSON.parse(readFileSync(join(LETTERS, name), "utf8")));
  return letters.filter(({ to }) => to.includes(email));
}
