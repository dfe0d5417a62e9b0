import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isSameProcess, processMark } from "./processes.mjs";

/**
 * Takes the lock at `path`, or waits for it. A holder that no longer lives does not hold. `onHeld(holder)` is called once
 * per holder met: it may throw to give up at once. Fails with an Error after `timeoutMs`.
 */
export async function acquireLock(path, info = {}, { onHeld = () => {}, timeoutMs = 15 * 60_000 } = {}) {
  const deadline = Date.now() + timeoutMs;
  let met;
  while (true) {
    const lock = tryLock(path, info);
    if (lock) return lock;

    const holder = readHolder(path);
    if (holder && holder.id !== met) await onHeld(holder);
    met = holder?.id;
    if (Date.now() > deadline)
      throw new Error(`Gave up waiting for ${path}. Stop process ${holder?.pid} and try again.`);
    await sleep(150);
  }
}

/** The lock, or nothing when somebody alive holds it. */
export function tryLock(path, info = {}) {
  const claim = { ...info, id: randomUUID(), pid: process.pid, mark: processMark(process.pid) };
  if (!place(path, claim)) {
    const held = read(path);
    if (held && isSameProcess(held.pid, held.mark)) return undefined;
    removeStale(path, held);
    if (!place(path, claim)) return undefined;
  }
  return {
    update(change) {
      Object.assign(claim, change);
      const draft = `${path}.${claim.id}`;
      writeFileSync(draft, JSON.stringify(claim), { mode: 0o600 });
      renameSync(draft, path);
    },
    release() {
      if (read(path)?.id === claim.id) rmSync(path, { force: true });
    },
  };
}

/** What the living holder wrote into the lock, or undefined. */
export function readHolder(path) {
  const held = read(path);
  return held && isSameProcess(held.pid, held.mark) ? held : undefined;
}

/** A link appears whole or not at all, so nobody reads half a claim. */
function place(path, claim) {
  const draft = `${path}.${claim.id}`;
  writeFileSync(draft, JSON.stringify(claim), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two may find the same stale lock: what was moved away is put back when it turns out to be somebody's fresh one. */
function removeStale(path, stale) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  try {
    if (read(aside)?.id !== stale?.id) linkSync(aside, path);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
