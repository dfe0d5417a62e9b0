import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

/** Tells this process from a later one with the same pid: boot and moment of birth. Empty when there is no such process. */
export function processMark(pid) {
  if (process.platform !== "linux") return ps(pid, "lstart=");
  const fields = statFields(pid);
  if (!fields || fields[0] === "Z") return "";
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
}

export function isSameProcess(pid, mark) {
  return Boolean(mark) && processMark(pid) === mark;
}

export function isAlive(pid) {
  return processMark(pid) !== "";
}

/** The program's command line, and the folder it works in where the system tells. */
export function describeProcess(pid) {
  if (process.platform !== "linux") return { command: ps(pid, "command="), folder: undefined };
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return { command, folder: readlinkSync(`/proc/${pid}/cwd`) };
  } catch {
    return { command: "", folder: undefined };
  }
}

/**
 * Calls back once when the process that started this one is gone. npm starts scripts through a shell that may stay in
 * between and outlive it, so a shell's own parent is watched too.
 */
export function onParentDeath(callback) {
  const parent = process.ppid;
  const viaShell = /^\S*\b(sh|dash|bash|ash)\b/.test(describeProcess(parent).command);
  const grandparent = viaShell ? parentOf(parent) : undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent && (grandparent === undefined || parentOf(parent) === grandparent)) return;
    clearInterval(timer);
    callback();
  }, 500);
  timer.unref();
}

function parentOf(pid) {
  return Number(process.platform === "linux" ? (statFields(pid)?.[1] ?? 0) : ps(pid, "ppid="));
}

/** From the state on: the name before it stands in brackets and may itself hold spaces and brackets. */
function statFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

function ps(pid, field) {
  return spawnSync("ps", ["-o", field, "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() ?? "";
}
