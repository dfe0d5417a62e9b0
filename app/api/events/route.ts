import { getSession } from "#lib/auth/session.ts";
import { findLiveSession } from "#lib/auth/sessions.ts";
import { isDraining, onDrain } from "#lib/lifecycle.ts";
import type { InboxEvent } from "#lib/realtime/events.ts";
import { subscribe } from "#lib/realtime/subscribe.ts";

const HEARTBEAT_MS = 15_000;
const CHECK_SESSION_MS = 8_000;
const MAX_STREAMS_PER_MEMBER = 10;

const streams = new Map<string, Set<() => void>>();

/** Server-sent events for a signed-in browser: nudges to ask for what changed, never data. */
export async function GET(request: Request) {
  const session = await getSession().catch(() => "unknown" as const);
  if (session === "unknown") return tryAgain();
  if (!session) return new Response(null, { status: 401, headers: { "cache-control": "no-store" } });
  if (isDraining()) return tryAgain();

  const { member, sessionId } = session;
  const encoder = new TextEncoder();
  let stop: () => void = () => undefined;

  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      const tell = (event: InboxEvent) => write(`data: ${JSON.stringify(event)}\n\n`);
      const unsubscribe = subscribe(member.workspaceId, () => tell({ type: "changed" }));
      const timers = [
        setInterval(() => write(": still here\n\n"), HEARTBEAT_MS),
        setInterval(() => void endIfSignedOut(), CHECK_SESSION_MS),
      ];
      const ofMember = streams.get(member.id) ?? new Set();
      stop = () => {
        if (!ofMember.delete(stop)) return;
        if (ofMember.size === 0) streams.delete(member.id);
        unsubscribe();
        takeBack();
        for (const timer of timers) clearInterval(timer);
        try {
          controller.close();
        } catch {
          // The browser closed it first.
        }
      };
      const takeBack = onDrain(stop);

      async function endIfSignedOut() {
        const live = await findLiveSession(sessionId).catch(() => "unknown" as const);
        if (live === "unknown" || (live && live.role === member.role)) return;
        tell({ type: "signed_out" });
        stop();
      }

      streams.set(member.id, ofMember.add(stop));
      const [oldest] = ofMember;
      if (ofMember.size > MAX_STREAMS_PER_MEMBER) oldest?.();
      write("retry: 1000\n: connected\n\n");
    },
    cancel: () => stop(),
  });
  request.signal.addEventListener("abort", () => stop());
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

/** The database is away or this process is leaving. Neither says anything about who asks. */
function tryAgain(): Response {
  return new Response(null, { status: 503, headers: { "retry-after": "1" } });
}
