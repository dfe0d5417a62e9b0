import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerApi, brokenAnswer } from "./api.ts";
import { control } from "./control.ts";
import type { Service } from "./events.ts";
import { readCall, write } from "./http.ts";
import { stream } from "./live.ts";
import { page } from "./page.ts";
import type { Settings } from "./settings.ts";
import { openWorld } from "./store.ts";
import { openWebhooks } from "./webhooks.ts";

export type Simulator = { url: string; close(): Promise<void> };

/** Starts the simulator and resolves once it listens. */
export async function startSimulator(settings: Settings): Promise<Simulator> {
  const world = openWorld(settings);
  const service: Service = { world, webhooks: openWebhooks(world) };
  const server = http.createServer((request, response) => {
    response.on("error", () => response.destroy());
    answer(service, request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else write(response, brokenAnswer(error));
    });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = settings.host === "0.0.0.0" || settings.host === "::" ? "localhost" : settings.host;
  const url = `http://${host}:${port}`;
  world.listening(url);
  service.webhooks.verifyLazily();
  service.webhooks.pump();
  return {
    url,
    close: async () => {
      service.webhooks.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      world.flush();
    },
  };
}

async function answer(service: Service, request: IncomingMessage, response: ServerResponse) {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path === "/control/stream") return stream(service.world, request, response);
  const call = await readCall(request);
  if (path.startsWith("/control")) return write(response, await control(service, call));
  const found = page(call);
  if (found) return write(response, found);
  if (path === "/favicon.ico") return write(response, { status: 204, body: "" });
  if (request.headers.host && !/^\/(cdn|oauth\/authorize)/.test(path)) learnOrigin(service, request.headers.host);
  await answerApi(service, call, response);
}

/** Addresses in answers and webhooks use the name under which the app calls us. */
function learnOrigin({ world }: Service, host: string) {
  const origin = `http://${host}`;
  if (world.state.public_url === origin || !URL.canParse(origin)) return;
  world.state.public_url = origin;
  world.changed();
}
