import type { Given, Route } from "./control.ts";
import { changed } from "./control-world.ts";
import type { Service } from "./events.ts";
import { Wrong } from "./http.ts";
import { metaJson, number, object, text } from "./json.ts";
import { post, verify } from "./post.ts";
import { webhookDefaults } from "./world.ts";

/** How events reach the app: modes, held updates, bodies of one's own making. */
export const webhookRoutes: Route[] = [
  ["GET", "/webhooks", readModes],
  ["PATCH", "/webhooks", changeModes],
  [
    "POST",
    "/webhooks/normal",
    ({ world }) => {
      Object.assign(world.state.webhooks, webhookDefaults());
      world.changed({ what: "webhooks" });
      return world.state.webhooks;
    },
  ],
  [
    "POST",
    "/webhooks/verify",
    async ({ world }) => {
      const url = world.state.webhooks.url;
      if (!url) throw new Wrong("there is no callback address");
      const result = await verify(world, url);
      world.state.webhooks.verified = result === "verified";
      return { result };
    },
  ],
  ["GET", "/webhooks/outbox", ({ world }) => world.state.outbox],
  [
    "DELETE",
    "/webhooks/outbox",
    ({ world, webhooks }) => {
      world.state.outbox = [];
      webhooks.pump();
    },
  ],
  ["GET", "/webhooks/held", ({ world }) => world.state.held],
  ["POST", "/webhooks/release", release],
  ["POST", "/webhooks/retry", ({ webhooks }) => webhooks.retryNow()],
  [
    "POST",
    "/webhooks/settle",
    async ({ webhooks }, { body }) => ({ waiting: await webhooks.settled(number(body.timeout_ms) ?? 10_000) }),
  ],
  ["POST", "/webhooks/raw", raw],
  ["POST", "/webhooks/test", test],
];

function readModes({ world }: Service) {
  const { webhooks, outbox, held } = world.state;
  const inbox = world.settings.redirectUris[0] ?? webhooks.url;
  const inbox_url = inbox ? new URL("/", inbox).href : null;
  const failing = outbox.find((one) => one.attempts > 0)?.last ?? null;
  return { ...webhooks, waiting: outbox.length, held: held.length, failing, inbox_url };
}

function changeModes(service: Service, { body }: Given) {
  const { world } = service;
  const before = world.state.webhooks.url;
  const modes = changed(world.state.webhooks, body, () => world.changed({ what: "webhooks" }));
  if (modes.url !== before) {
    modes.verified = false;
    service.webhooks.verifyLazily();
  }
  if (body.hold === false && world.state.held.length > 0) service.webhooks.release({ as: "single", order: "kept" });
  return modes;
}

function release({ webhooks }: Service, { body }: Given) {
  const as = body.as === "batch" ? "batch" : "single";
  const order = body.order === "reverse" || body.order === "shuffle" ? body.order : "kept";
  return { released: webhooks.release({ as, order }) };
}

/** Posts this body at once, signed with the true secret, another `secret`, or the given `headers`; answers the app's status. */
async function raw({ world }: Service, { body }: Given) {
  const url = text(body.url) ?? world.state.webhooks.url;
  if (!url) throw new Wrong("there is no callback address");
  const content = typeof body.body === "string" ? body.body : metaJson(body.body ?? {});
  const headers = Object.fromEntries(
    Object.entries(object(body.headers)).map(([name, value]) => [name, String(value)]),
  );
  const secret = text(body.secret);
  const signing = secret
    ? { ...world, state: { ...world.state, webhooks: { ...world.state.webhooks, secret } } }
    : world;
  return { status: await post(signing, url, content, headers) };
}

/** The Test button of the App Dashboard (facts 2.8). */
async function test(service: Service, given: Given) {
  const seconds = Math.floor(service.world.now() / 1000);
  const value = {
    sender: { id: "12334" },
    recipient: { id: "23245" },
    timestamp: "1527459824",
    message: { mid: "random_mid", text: "random_text" },
  };
  const entries: Record<string, unknown> = {
    "messages-changes": { id: "0", time: seconds, changes: [{ field: "messages", value }] },
    "messaging-form": { time: service.world.now(), id: "0", messaging: [value] },
    comments: {
      changes: [{ field: "comments", value: { text: "This is an example.", id: "123456789" } }],
      id: "0",
      time: seconds,
    },
  };
  const kind = text(given.body.kind) ?? "messages-changes";
  const entry = entries[kind];
  if (!entry) throw new Wrong(`kind must be one of ${Object.keys(entries).join(", ")}`);
  return raw(service, { ...given, body: { body: { object: "instagram", entry: [entry] } } });
}
