import type { IncomingMessage, ServerResponse } from "node:http";
import type { Topic, World } from "./store.ts";

/** `GET /control/stream`: server-sent `change` events that say what moved, for the customer page. */
export function stream(world: World, request: IncomingMessage, response: ServerResponse) {
  response.writeHead(200, {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    Connection: "keep-alive",
  });
  response.write(": connected\n\n");
  const send = (topic: Topic) => response.write(`event: change\ndata: ${JSON.stringify(topic)}\n\n`);
  const beat = setInterval(() => response.write(": beat\n\n"), 15_000);
  world.bus.on("change", send);
  request.on("close", () => {
    clearInterval(beat);
    world.bus.off("change", send);
  });
}
