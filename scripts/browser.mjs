import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { pathWithPinnedNode, pinnedNode, root, Unprepared } from "./prepare.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** The path of a Chromium: the one that is set, on PATH, or downloaded by Playwright. Undefined when there is none. */
export function findBrowser() {
  const set = process.env.PLAYWRIGHT_CHROMIUM_PATH || process.env.CHROME_PATH;
  if (set) return isProgram(set) ? set : undefined;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  return found ?? downloaded();
}

/** Finds a browser or gets one, in the way that works here. */
export function ensureBrowser(say = console.log) {
  const found = findBrowser();
  if (found) return found;

  say("No browser found; downloading one …");
  const program = join(root, "node_modules", "playwright", "cli.js");
  const env = { ...process.env, PATH: pathWithPinnedNode() };
  spawnSync(pinnedNode(), [program, "install", "chromium"], { cwd: root, env, stdio: "ignore" });
  if (downloaded() && starts(downloaded())) return downloaded();

  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    say("Installing the system's Chromium …");
    const quiet = { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
    spawnSync("apt-get", ["update"], quiet);
    spawnSync("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"], quiet);
    const installed = findBrowser();
    if (installed && starts(installed)) return installed;
  }
  throw new Unprepared(
    "No browser could be found or installed. Install Chromium, or set CHROME_PATH to one, and try again.",
  );
}

function downloaded() {
  try {
    const path = createRequire(join(root, "package.json"))("playwright-core").chromium.executablePath();
    return isProgram(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** A download may lack the system libraries it needs. */
function starts(path) {
  return spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
