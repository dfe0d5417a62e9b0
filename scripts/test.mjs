import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { ensureBuilt, ensureInstalled, pathWithPinnedNode, root, Unprepared } from "./prepare.mjs";
import { onParentDeath } from "./processes.mjs";

/** Settings of the person's own installation must not leak into the checks. */
const OWN_SETTINGS =
  /^(PORT|HOST|APP_URL|DATA_DIR|DATABASE_URL|AUTH_SECRET|ENCRYPTION_KEYS|ADMIN_\w+|INSTAGRAM_\w+|HUMAN_AGENT|EGRESS_ALLOW|TRUSTED_PROXIES|SIMULATOR_\w+|S3_\w+|SMTP_URL|MAIL_FROM|MEDIA_POLICY|METRICS_TOKEN|WORKER|LOG_LEVEL|SANDBOX|NODE_ENV|NODE_OPTIONS)$/;

const folder = mkdtempSync(join(tmpdir(), "antwort-checks-"));
const running = new Set();
let interrupted = false;
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, interrupt);
if (process.env.npm_lifecycle_event) onParentDeath(interrupt);

const counts = { passed: 0, failed: 0 };
try {
  await ensureInstalled();
  await check("Types", () => tool("tsc", ["--noEmit"]));
  await check("Lint", () => tool("biome", ["check"]));
  await suite("Unit and database tests", "vitest", ["run", "--reporter=default", "--reporter=json"], (file) => ({
    args: [`--outputFile.json=${file}`],
    count: ({ numPassedTests, numFailedTests }) => [numPassedTests, numFailedTests],
  }));
  const isBuilt = await check("Production build", buildQuietly);
  if (isBuilt) await endToEnd();
  else if (!interrupted) fail("End-to-end tests need the build.");
} catch (error) {
  fail(error instanceof Unprepared ? error.message : error);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (interrupted) fail("Interrupted.");
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

async function endToEnd() {
  const dataDir = mkdtempSync(join(folder, "data-"));
  const env = { PLAYWRIGHT_CHROMIUM_PATH: ensureBrowser(), E2E_DATA_DIR: dataDir };
  await suite("End-to-end tests", "playwright", ["test", "--reporter=list,json"], (file) => ({
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    count: ({ stats }) => [stats.expected, stats.unexpected + stats.flaky],
  }));
}

/** A check that either holds or does not. */
async function check(name, run) {
  if (interrupted) return false;
  console.log(`\n— ${name}`);
  const holds = await run();
  if (holds) counts.passed++;
  else fail(`${name}: failed.`);
  return holds;
}

/** A runner that counts by itself. One that ends badly without a failed test has failed as a whole. */
async function suite(name, program, args, prepare) {
  if (interrupted) return;
  console.log(`\n— ${name}`);
  const file = join(folder, `${program}.json`);
  const { args: more = [], env = {}, count } = prepare(file);
  const wentWell = await tool(program, [...args, ...more], env);
  const [passed, failed] = readCounts(file, count);
  counts.passed += passed;
  counts.failed += failed;
  if (!wentWell && failed === 0) fail(`${name}: did not run to the end.`);
}

async function buildQuietly() {
  try {
    await ensureBuilt();
    return true;
  } catch (error) {
    console.error(error instanceof Unprepared ? error.message : error);
    return false;
  }
}

function tool(name, args, env = {}) {
  const own = Object.fromEntries(Object.entries(process.env).filter(([variable]) => !OWN_SETTINGS.test(variable)));
  const child = spawn(join(root, "node_modules", ".bin", name), args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...own, ...env, PATH: pathWithPinnedNode() },
  });
  running.add(child);
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  }).finally(() => running.delete(child));
}

function readCounts(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return [0, 0];
  }
}

function fail(message) {
  counts.failed++;
  console.error(message);
}

function interrupt() {
  interrupted = true;
  for (const child of running) child.kill("SIGTERM");
}
