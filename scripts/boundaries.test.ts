import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Who may import whom, for values (`import type` may cross freely): section 3 of docs/house.md. */
const MAY_IMPORT: Record<string, string[]> = {
  app: [
    "lib/mail",
    "app",
    "components",
    "lib/action",
    "lib/auth",
    "lib/inbox",
    "lib/accounts",
    "lib/members",
    "lib/media",
    "lib/calls",
    "lib/api",
    "lib/files",
    "lib/teamwork",
    "lib/search",
    "lib/customers",
    "lib/outbox",
    "lib/i18n",
    "lib/instagram/oauth",
    "lib/instagram/webhook",
    "lib/instagram/capabilities",
    "lib/instagram/outside",
    "lib/realtime/subscribe",
    "lib/realtime/changes",
    "lib/env",
    "lib/errors",
    "lib/log",
    "lib/email",
    "lib/format",
    "lib/cn",
    "lib/json-door",
    "lib/jobs/health",
    "lib/lifecycle",
    "lib/metrics",
    "lib/readiness",
  ],
  components: [
    "components",
    "lib/format",
    "lib/cn",
    "lib/i18n",
    "lib/inbox/window",
    "lib/search/limits",
    "lib/search/mark",
    "lib/search/terms",
    "lib/inbox/views",
    "lib/instagram/text",
    "lib/instagram/capabilities",
  ],
  worker: [
    "lib/mail",
    "worker",
    "lib/inbox",
    "lib/accounts",
    "lib/members",
    "lib/api",
    "lib/media",
    "lib/calls",
    "lib/files",
    "lib/teamwork",
    "lib/search",
    "lib/customers",
    "lib/outbox",
    "lib/jobs",
    "lib/env",
    "lib/lifecycle",
    "lib/log",
    "db/client",
    "db/connect",
    "db/migrate",
  ],
  cli: [
    "cli",
    "lib/inbox",
    "lib/accounts",
    "lib/members",
    "lib/api",
    "lib/backup",
    "lib/files",
    "lib/teamwork",
    "lib/search",
    "lib/customers",
    "lib/outbox",
    "lib/jobs",
    "lib/errors",
    "lib/email",
    "db/client",
    "db/seed",
  ],
  server: [
    "server",
    "scripts",
    "lib/auth/client-ip",
    "lib/env",
    "lib/log",
    "lib/lifecycle",
    "lib/metrics",
    "lib/crypto",
    "lib/api/request-log",
    "lib/calls",
    "lib/members",
    "db",
    "worker",
  ],
  "lib/inbox": [
    "lib/inbox",
    "lib/batcher",
    "lib/lifecycle",
    "lib/emit",
    "lib/teamwork/asides",
    "lib/teamwork/note-queries",
    "lib/teamwork/notifications",
    "lib/teamwork/presence",
    "lib/teamwork/timeline",
    "lib/teamwork/notify",
    "lib/reach",
    "lib/timeline",
    "lib/files",
    "db",
    "lib/instagram",
    "lib/jobs/queue",
    "lib/realtime",
    "lib/errors",
    "lib/crypto",
    "lib/log",
    "lib/env",
    "lib/account-access",
    "lib/account-reads",
    "lib/account-sends",
    "lib/erased-contacts",
    "lib/forget-events",
    "lib/media/cache-key",
  ],
  "lib/accounts": [
    "lib/mail/queue",
    "lib/accounts",
    "lib/account-usage",
    "lib/reach",
    "lib/emit",
    "db",
    "lib/instagram",
    "lib/jobs/queue",
    "lib/realtime",
    "lib/errors",
    "lib/crypto",
    "lib/log",
    "lib/env",
    "lib/account-access",
    "lib/account-reads",
  ],
  "lib/members": [
    "lib/members",
    "lib/timeline",
    "db",
    "lib/passwords",
    "lib/jobs/queue",
    "lib/mail/queue",
    "lib/realtime/publish",
    "lib/errors",
    "lib/crypto",
    "lib/email",
    "lib/log",
    "lib/env",
  ],
  "lib/media": [
    "lib/media",
    "lib/reach",
    "lib/files",
    "lib/egress",
    "db",
    "lib/instagram",
    "lib/jobs/queue",
    "lib/realtime",
    "lib/errors",
    "lib/log",
    "lib/env",
    "lib/account-access",
    "lib/account-reads",
  ],
  "lib/files": [
    "lib/files",
    "db",
    "lib/egress",
    "lib/jobs/queue",
    "lib/errors",
    "lib/crypto",
    "lib/log",
    "lib/env",
    "lib/instagram",
  ],
  "lib/teamwork": [
    "lib/inbox/window",
    "lib/teamwork",
    "lib/reach",
    "lib/timeline",
    "db",
    "lib/inbox/threads",
    "lib/realtime",
    "lib/jobs/queue",
    "lib/errors",
    "lib/env",
  ],
  "lib/search": ["lib/search", "lib/reach", "db", "lib/errors", "lib/env"],
  "lib/reports": ["lib/reports", "db"],
  "lib/customers": [
    "lib/customers",
    "lib/reach",
    "lib/timeline",
    "lib/erased-contacts",
    "lib/forget-events",
    "lib/media/cache-key",
    "lib/media/picture-key",
    "db",
    "lib/files",
    "lib/inbox/threads",
    "lib/jobs/queue",
    "lib/realtime",
    "lib/errors",
    "lib/crypto",
    "lib/log",
    "lib/env",
  ],
  "lib/outbox": [
    "lib/mail/queue",
    "lib/outbox",
    "lib/batcher",
    "lib/emit",
    "db",
    "lib/egress",
    "lib/jobs/queue",
    "lib/realtime",
    "lib/errors",
    "lib/crypto",
    "lib/log",
    "lib/env",
    "lib/teamwork/notify",
  ],
  "lib/emit": ["lib/emit", "db", "lib/jobs/queue"],
  "lib/calls": ["lib/calls", "db", "lib/instagram/observe", "lib/log", "lib/row-log"],
  "lib/mail": [
    "lib/mail",
    "db",
    "lib/crypto",
    "lib/i18n/catalogue",
    "lib/i18n/locales",
    "lib/jobs/queue",
    "lib/env",
    "lib/errors",
    "lib/log",
  ],
  "lib/backup": ["lib/backup", "db/connect", "lib/env", "lib/errors", "lib/files/storage", "lib/media/picture-key"],
  "lib/egress": ["lib/egress", "lib/env", "lib/errors", "lib/log"],
  "lib/api": [
    "lib/reach",
    "lib/auth/client-ip",
    "lib/api",
    "db",
    "lib/emit/event-shapes",
    "lib/emit/events",
    "lib/inbox",
    "lib/accounts",
    "lib/members",
    "lib/instagram/errors",
    "lib/instagram/text",
    "lib/instagram/capabilities",
    "lib/instagram/outside",
    "lib/lifecycle",
    "lib/media",
    "lib/files",
    "lib/teamwork",
    "lib/search",
    "lib/customers",
    "lib/outbox",
    "lib/reports",
    "lib/row-log",
    "lib/realtime/subscribe",
    "lib/errors",
    "lib/crypto",
    "lib/env",
    "lib/log",
  ],
  "lib/auth": ["lib/auth", "lib/passwords", "db", "lib/env", "lib/errors", "lib/crypto", "lib/email", "lib/log"],
  "lib/jobs": ["lib/jobs", "db", "lib/log", "lib/errors"],
  "lib/realtime": ["lib/realtime", "lib/reach", "db", "lib/log", "lib/errors", "lib/env"],
  "lib/instagram": ["lib/instagram", "lib/env"],
  db: ["db", "lib/env", "lib/crypto"],
  simulator: ["simulator"],
  e2e: ["e2e", "test", "db"],
};

const ROOMS = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);
const SOURCE = /\.(ts|tsx|mjs)$/;

test.each(ROOMS)("%s imports only what it may", (room) => {
  const strays = filesOf(room).flatMap((file) =>
    importsOf(file)
      .filter((target) => !isAllowed(MAY_IMPORT[room] ?? [], target))
      .map((target) => `${file} -> ${target}`),
  );
  expect(strays).toEqual([]);
});

test("the database's driver is opened in one place, and so is what reads strangers' images", () => {
  expect(importersOf("postgres")).toEqual(["db/connect.ts"]);
  expect(importersOf("sharp")).toEqual(["lib/files/drawing-child.ts"]);
});

test("the process that draws is started, never loaded", () => {
  const loads = ROOMS.flatMap(filesOf).filter((file) => importsOf(file).includes("lib/files/drawing-child.ts"));
  expect(loads).toEqual([]);
});

test("a part of the page that comes later waits for a connection, and never takes the page away", () => {
  const hasty = walk("components").filter((file) => /lazy\(\(\)|= \(\) => import\(/.test(readFileSync(file, "utf8")));
  expect(hasty).toEqual([]);
});

function importersOf(name: string): string[] {
  const shape = new RegExp(`^import (?!type ).*from "${name}"|import\\("${name}"\\)`, "m");
  const files = ROOMS.filter((room) => room !== "e2e").flatMap(filesOf);
  return files.filter((file) => shape.test(readFileSync(file, "utf8")));
}

function isAllowed(allowed: string[], target: string): boolean {
  return allowed.some(
    (prefix) => target === prefix || target.startsWith(`${prefix}/`) || target.startsWith(`${prefix}.`),
  );
}

function filesOf(room: string): string[] {
  return walk(room).filter((file) => SOURCE.test(file) && !/\.test\.tsx?$/.test(file) && roomOf(file) === room);
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

function roomOf(file: string): string | undefined {
  return ROOMS.find((room) => file.startsWith(`${room}/`));
}

/** Paths from the root, of everything a file imports from this project for its value. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const specifiers = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(?!type\b)(?:[^"';]*?\sfrom\s+)?"([^"]+)"|import\("([^"]+)"\)/g,
  );
  return [...specifiers]
    .map((match) => match[1] ?? match[2] ?? "")
    .filter((specifier) => specifier.startsWith("#") || specifier.startsWith("."))
    .map((specifier) => (specifier.startsWith("#") ? specifier.slice(1) : join(file, "..", specifier)));
}
