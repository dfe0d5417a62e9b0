import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeEach } from "vitest";
import { env } from "#lib/env.ts";
import { selfSigned } from "./self-signed.ts";

/** How the server meets what comes: as it should, with a refusal at one of the steps, or by breaking off. */
type Behaviour = "well" | "busy" | "refuses_recipient" | "refuses_mail" | "breaks_off" | "refuses_password";
type Taken = { from: string; to: string[]; head: string; subject: string; text: string };

/** A mail server on the loopback that listens for a whole test file; `SMTP_URL` leads to it. */
export async function startMailServer() {
  let behaviour: Behaviour = "well";
  const taken: Taken[] = [];
  const sockets = new Set<Socket>();
  const refusal = (responseCode: number) => Object.assign(new Error("No."), { responseCode });
  const server = new SMTPServer({
    ...selfSigned,
    authOptional: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    onConnect: (_session, callback) => callback(behaviour === "busy" ? refusal(421) : null),
    onAuth: ({ username, password }, _session, callback) =>
      behaviour === "refuses_password" || password !== "right"
        ? callback(refusal(535))
        : callback(null, { user: username ?? "" }),
    onRcptTo: (_address, _session, callback) => callback(behaviour === "refuses_recipient" ? refusal(550) : null),
    onData: async (stream, { envelope }, callback) => {
      const raw = await buffer(stream);
      if (behaviour === "refuses_mail") return callback(refusal(554));
      taken.push(readMail(raw.toString(), envelope));
      if (behaviour !== "breaks_off") return callback(null);
      for (const socket of sockets) socket.destroy();
    },
  });
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)));
  const { port } = server.server.address() as AddressInfo;
  const url = `smtp://127.0.0.1:${port}?tls.rejectUnauthorized=false`;

  beforeEach(() => {
    behaviour = "well";
    taken.length = 0;
    env().MAIL = { url, from: "Antwort <inbox@antwort.example>" };
  });
  return {
    taken,
    port,
    behave: (next: Behaviour) => {
      behaviour = next;
    },
  };
}

type Envelope = { mailFrom: false | { address: string }; rcptTo: { address: string }[] };

/** Encoded words and bodies as a person reads them. */
function readMail(raw: string, { mailFrom, rcptTo }: Envelope): Taken {
  const at = raw.indexOf("\r\n\r\n");
  const head = raw.slice(0, at);
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const subject = lines.find((line) => /^subject:/i.test(line))?.slice(9) ?? "";
  const encoding = /^content-transfer-encoding: (\S+)/im.exec(head)?.[1] ?? "7bit";
  return {
    from: mailFrom ? mailFrom.address : "",
    to: rcptTo.map(({ address }) => address),
    head,
    subject: decodeWords(subject),
    text: decodeBody(raw.slice(at + 4), encoding),
  };
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString();
  return encoding === "quoted-printable" ? fromQuoted(body.replace(/=\r\n/g, "")) : body;
}

function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === "b" ? Buffer.from(word, "base64").toString() : fromQuoted(word.replaceAll("_", " ")),
    );
}

function fromQuoted(text: string): string {
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString();
}
