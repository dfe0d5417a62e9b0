import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeEach } from "vitest";
import { env } from "#lib/env.ts";
import { type Letter, readLetter } from "./read-letter.ts";
import { selfSigned } from "./self-signed.ts";

/** How the server meets what comes: as it should, with a refusal at one of the steps, or by breaking off. */
type Behaviour = "well" | "busy" | "refuses_recipient" | "refuses_mail" | "breaks_off" | "refuses_password";

/** A mail server on the loopback that listens for a whole test file; `SMTP_URL` leads to it. */
export async function startMailServer() {
  let behaviour: Behaviour = "well";
  const taken: Letter[] = [];
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
      taken.push(readLetter(raw.toString(), envelope));
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
