import { get } from "node:http";
import { createClient, expectOk } from "./client.ts";
import type { Installation } from "./installation.ts";
import { say } from "./report.ts";

type Delta = { cursor: string; reset: boolean; messages: { text: string | null }[] };
type Row = { lastMessage: { text: string | null } | null };

/**
 * What an open inbox does on the wire: hears a nudge on the event stream, asks what changed since its cursor, one request
 * at a time. `seen` resolves with the moment a message of this text was here.
 */
export async function openBrowser({ url }: Installation, cookie: string) {
  const client = createClient(url, { cookie });
  const waiting = new Map<string, (at: number) => void>();
  let cursor = await askChanges("0").then((delta) => delta.cursor);
  let isPulling = false;
  let isAskedAgain = false;
  let isClosed = false;

  async function askChanges(since: string): Promise<Delta> {
    const { body } = await expectOk(client, `/api/inbox/changes?since=${since}`);
    return JSON.parse(body.toString()) as Delta;
  }

  /** Too far behind for a delta: what stands in the list is what a person sees. */
  async function askList(): Promise<{ text: string | null }[]> {
    const { body } = await expectOk(client, "/api/inbox/conversations?view=open");
    return (JSON.parse(body.toString()) as Row[]).map(({ lastMessage }) => ({ text: lastMessage?.text ?? null }));
  }

  async function pull(): Promise<void> {
    if (isPulling) {
      isAskedAgain = true;
      return;
    }
    isPulling = true;
    do {
      isAskedAgain = false;
      const delta = await askChanges(cursor);
      cursor = delta.cursor;
      for (const { text } of delta.reset ? await askList() : delta.messages) {
        waiting.get(text ?? "")?.(performance.now());
        waiting.delete(text ?? "");
      }
    } while (isAskedAgain);
    isPulling = false;
  }

  /** What was under way when the browser was closed is nobody's failure. */
  const fail = (error: unknown) => {
    if (!isClosed) say(`the open browser is cut off: ${error}`);
  };

  const stream = get(`${url}/api/events`, { headers: { cookie, accept: "text/event-stream" } });
  await new Promise<void>((opened, failed) => {
    stream.on("error", failed);
    stream.on("response", (response) => {
      response.on("data", (chunk: Buffer) => {
        opened();
        if (chunk.includes("data:")) pull().catch(fail);
      });
      response.on("error", () => undefined);
    });
  });
  return {
    seen: (text: string) => new Promise<number>((resolve) => waiting.set(text, resolve)),
    close() {
      isClosed = true;
      stream.on("error", () => undefined).destroy();
      client.close();
    },
  };
}
