import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterAll } from "vitest";

export type FaultProxy = {
  url: string;
  /** From now on whatever a client says after these words is held, the words included, on connections that began with `by`. */
  holdAt(words: string, by?: string): void;
  /** How many connections are held. */
  held(): number;
  /** From now on, until it is told null, whoever says these words is cut off before they arrive. */
  cutAt(words: string | null): void;
  /** The same for whoever is answered with these words: what was asked has been done. */
  cutAtAnswer(words: string | null): void;
  /** How often the two have cut. */
  cuts(): number;
  /** Cuts every connection there is, as a server does that dies. Answers how many. */
  cutAll(): number;
};

/** Postgres' Parse message: its letter, its length, the statement's name and its words. */
const COMMIT_PREPARED = /P[\s\S]{4}([^\0]+)\0commit\0/g;

/** A way to a server that can stand still or break at a chosen word, so that a fault happens at that very point. */
export async function openFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port, protocol } = new URL(target);
  let trap: { words: string; by: string } | null = null;
  let cut: string | null = null;
  let cutAnswer: string | null = null;
  let cuts = 0;
  const held = new Set<Socket>();
  const clients = new Set<Socket>();
  const sockets = new Set<Socket>();

  const server = createServer((client) => {
    const upstream = connect({ host: hostname, port: Number(port || (protocol === "https:" ? 443 : 80)) });
    let began = "";
    /** Postgres is told a statement's words once, and from then on its name: those of commits. */
    const names = new Set<string>();
    clients.add(client);
    client.on("close", () => clients.delete(client));
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
    const cutOff = () => {
      cuts++;
      client.resetAndDestroy();
    };
    upstream.on("data", (chunk) => {
      if (cutAnswer !== null && chunk.toString("latin1").toLowerCase().includes(cutAnswer)) cutOff();
      else client.write(chunk);
    });
    client.on("data", (chunk) => {
      const text = chunk.toString("latin1");
      if (began.length < 1_000) began += text;
      for (const [, name] of text.matchAll(COMMIT_PREPARED)) names.add(`${name}\0`);
      const isAtWords =
        text.toLowerCase().includes(trap?.words ?? "") || [...names].some((name) => text.includes(name));
      if (cut !== null && text.toLowerCase().includes(cut)) return cutOff();
      if (trap && isAtWords && began.includes(trap.by)) held.add(client);
      if (!held.has(client)) upstream.write(chunk);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  const url = new URL(target);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href.replace(/\/$/, ""),
    holdAt(words, by = "") {
      trap = { words: words.toLowerCase(), by };
    },
    held: () => held.size,
    cutAt(words) {
      cut = words?.toLowerCase() ?? null;
    },
    cutAtAnswer(words) {
      cutAnswer = words?.toLowerCase() ?? null;
    },
    cuts: () => cuts,
    cutAll() {
      const cutOff = [...clients];
      for (const client of cutOff) client.resetAndDestroy();
      return cutOff.length;
    },
  };
}
