import { randomBytes, randomInt } from "node:crypto";
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { WrongSetting } from "./wrong-setting.ts";

const generators = {
  AUTH_SECRET: () => randomBytes(32).toString("base64url"),
  ENCRYPTION_KEYS: () => randomBytes(32).toString("base64"),
  INSTAGRAM_WEBHOOK_VERIFY_TOKEN: () => randomBytes(24).toString("base64url"),
  DATABASE_PASSWORD: () => randomBytes(24).toString("base64url"),
  SIMULATOR_APP_ID: () => Array.from({ length: 15 }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join(""),
  SIMULATOR_APP_SECRET: () => randomBytes(16).toString("hex"),
};

export type Secrets = Record<keyof typeof generators, string>;

/** Creates the folder for private data, readable by its owner alone. A folder that exists keeps its mode: it may be shared. */
export function prepareDataDir(dataDir: string) {
  try {
    createFolder(dataDir);
    const probe = join(dataDir, `.probe-${process.pid}`);
    writeFileSync(probe, "", { mode: 0o600 });
    rmSync(probe);
  } catch (error) {
    throw new WrongSetting(
      `DATA_DIR ${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code}). Name a folder that this user may write to, or change its owner.`,
    );
  }
}

/** Not `recursive`: below a folder that takes none, such as /proc, Node would try for ever. */
function createFolder(folder: string) {
  if (existsSync(folder)) return;
  createFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** The secrets of this installation, made once. Two processes that start at once end up with the same. */
export function loadSecrets(dataDir: string): Secrets {
  const path = join(dataDir, "secrets.json");
  const stored = readSecrets(path);
  const missing = Object.entries(generators).filter(([name]) => !stored?.[name as keyof Secrets]);
  if (stored && missing.length === 0) return stored as Secrets;

  const complete = { ...stored, ...Object.fromEntries(missing.map(([name, generate]) => [name, generate()])) };
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(complete, null, 2)}\n`, { mode: 0o600, flush: true });
  try {
    if (stored) renameSync(draft, path);
    else linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readSecrets(path) as Secrets;
}

function readSecrets(path: string): Partial<Secrets> | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
    chmodSync(path, 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new WrongSetting(
      `DATA_DIR holds ${path}, which this user may not read (${code}). Start as the user who owns it.`,
    );
  }
  try {
    return JSON.parse(text) as Partial<Secrets>;
  } catch {
    throw new WrongSetting(
      `DATA_DIR holds a damaged ${path}. Put back a copy of it: without it stored tokens cannot be read.`,
    );
  }
}
