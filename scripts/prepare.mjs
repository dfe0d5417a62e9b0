import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join, relative } from "node:path";
import { compressFiles } from "./compress.mjs";
import { acquireLock } from "./lock.mjs";

export const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");

const modules = join(root, "node_modules");
const installedLock = join(modules, ".package-lock.json");
const buildStamp = join(root, ".next", "antwort-sources");
const OLDEST_NODE = [22, 18];
const NOT_BUILT = new Set([
  "node_modules",
  "docs",
  "e2e",
  "test",
  "simulator",
  "scripts",
  "cli",
  "bench",
  "test-results",
  "playwright-report",
]);

/**
 * Not `npm ci`: it refuses a lockfile without the packages of other systems, which a registry need not carry, and it pulls
 * node_modules from under an installation that runs. Versions and checksums are the lockfile's all the same.
 */
const INSTALL = [
  "install",
  "--no-save",
  "--include=dev",
  "--include=optional",
  "--no-audit",
  "--no-fund",
  "--loglevel=error",
];

/** What went wrong in a sentence; printed without a stack. */
export class Unprepared extends Error {}

/** Installs the packages of package-lock.json unless they are there. Two callers at once do it once. */
export async function ensureInstalled(say = console.log) {
  if (isInstalled()) return;
  await exclusively(say, async () => {
    if (isInstalled()) return;
    say("Installing packages …");
    const startedAt = Date.now();
    if (!existsSync(installedLock)) rmSync(modules, { recursive: true, force: true });
    await runQuietly("npm", INSTALL, {
      what: "The packages could not be installed. Check the network, then start again.",
      env: { ...process.env, NODE_ENV: "development", PATH: pathWithoutClone() },
    });
    say(`Packages installed in ${seconds(startedAt)}.`);
  });
}

/** Builds the app unless these very sources are built. Call after `ensureInstalled`. */
export async function ensureBuilt(say = console.log) {
  if (isBuilt()) return;
  await exclusively(say, async () => {
    if (isBuilt()) return;
    const sources = hashOfSources();
    say("Building …");
    const startedAt = Date.now();
    rmSync(buildStamp, { force: true });
    await runQuietly(pinnedNode(), [join(modules, "next", "dist", "bin", "next"), "build"], {
      what: "The app could not be built.",
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", PATH: pathWithPinnedNode() },
    });
    await compressFiles(join(root, ".next", "static"));
    writeFileSync(buildStamp, sources);
    say(`Built in ${seconds(startedAt)}.`);
  });
}

/** The Node.js that runs our TypeScript: the one among the packages, else the present one if it is new enough. */
export function pinnedNode() {
  const pinned = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(pinned)) return pinned;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return process.execPath;
  throw new Unprepared(
    `Node.js ${OLDEST_NODE.join(".")} or newer is needed and this is ${process.versions.node}. Install a newer one and start again.`,
  );
}

export function pathWithPinnedNode() {
  return [join(modules, ".bin"), process.env.PATH].join(delimiter);
}

/** npm removes node_modules while it installs, so neither it nor its scripts may run on a Node.js from there. */
function pathWithoutClone() {
  const entries = (process.env.PATH ?? "").split(delimiter);
  return entries.filter((entry) => !entry.startsWith(modules)).join(delimiter);
}

/** npm writes its own lockfile into node_modules as the last step of an installation that went well. */
function isInstalled() {
  const wanted = readJson(join(root, "package-lock.json"))?.packages;
  const installed = readJson(installedLock)?.packages;
  if (!wanted)
    throw new Unprepared("package-lock.json is missing or damaged. Put it back with git checkout package-lock.json.");
  if (!installed) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      path === "" || link || installed[path]?.version === version || (optional && !installed[path]),
  );
}

function isBuilt() {
  return existsSync(buildStamp) && readFileSync(buildStamp, "utf8") === hashOfSources();
}

function hashOfSources() {
  const hash = createHash("sha256");
  for (const path of listSources(root))
    hash.update(relative(root, path)).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

function listSources(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      ({ name }) => !name.startsWith(".") && !/\.(test\.tsx?|md|tsbuildinfo)$/.test(name) && name !== "next-env.d.ts",
    )
    .filter(({ name }) => folder !== root || !NOT_BUILT.has(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listSources(path);
      return entry.isFile() ? [path] : [];
    });
}

async function exclusively(say, work) {
  const folder = join(root, ".build");
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Unprepared(`${root} cannot be written (${error.code}). Start once as the user who owns it.`);
  }
  const lock = await acquireLock(
    join(folder, "lock"),
    {},
    {
      onHeld: ({ pid }) => say(`Waiting for another start (process ${pid}) that is installing or building …`),
    },
  );
  try {
    await work();
  } finally {
    lock.release();
  }
}

/** Runs a program that ends with this one, and shows what it printed only if it fails. */
async function runQuietly(command, args, { what, env }) {
  const follow = new URL("./follow-parent.mjs", import.meta.url).href;
  const output = [];
  const child = spawn(command, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, NODE_OPTIONS: `${env.NODE_OPTIONS ?? ""} --import="${follow}"`.trim() },
  });
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  const stop = (signal) => child.kill(signal);
  const stopBoth = () => {
    stop("SIGTERM");
    process.exitCode = 130;
  };
  process.once("SIGTERM", stopBoth).once("SIGINT", stopBoth);
  const code = await new Promise((resolve) => {
    child.once("close", resolve);
    child.once("error", (error) => {
      output.push(Buffer.from(`${error.message}\n`));
      resolve(1);
    });
  });
  process.off("SIGTERM", stopBoth).off("SIGINT", stopBoth);
  if (process.exitCode === 130) process.exit(130);
  if (code === 0) return;
  process.stderr.write(Buffer.concat(output));
  throw new Unprepared(what);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function seconds(startedAt) {
  return `${Math.max(1, Math.round((Date.now() - startedAt) / 1000))} s`;
}
