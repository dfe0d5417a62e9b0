import { readdirSync, readFileSync } from "node:fs";

/** A process of an installation and all below it, as Linux tells of them. */
export function familyOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(familyOf)];
}

export function childrenOf(parent: number): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => Number(statOf(pid)?.[1]) === parent);
}

export function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8");
}

/** Memory that processes share is counted once, in parts (Pss), or the database would count its buffers per connection. */
export function megabytes(pids: number[]): number {
  return sum(pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(textOf(pid, "smaps_rollup") ?? "")?.[1] ?? 0))) / 1024;
}

const TICKS_PER_SECOND = 100;

/** Seconds on a processor so far, of these processes and of those below them that have ended. */
export function cpuSeconds(pids: number[]): number {
  return sum(pids.map((pid) => sum((statOf(pid) ?? []).slice(11, 15).map(Number)))) / TICKS_PER_SECOND;
}

/** The fields after a process's name, its state first. */
function statOf(pid: number): string[] | undefined {
  const stat = textOf(pid, "stat");
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function textOf(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
