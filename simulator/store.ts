import { EventEmitter } from "node:events";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";
import { defaultState } from "./world.ts";

/** What every part of the simulator works on. `changed` saves soon and tells open pages which thread moved. */
export type World = {
  settings: Settings;
  state: State;
  bus: EventEmitter;
  now(): number;
  origin(): string;
  changed(topic?: Topic): void;
  flush(): void;
  reset(keep?: "connections"): void;
  listening(url: string): void;
};

export type Topic = { account?: string; customer?: string; what: string };

const SAVE_AFTER_MS = 50;

export function openWorld(settings: Settings): World {
  let timer: NodeJS.Timeout | null = null;
  let address = `http://${settings.host}:${settings.port}`;
  let lastSaveMs = 0;
  const bus = new EventEmitter().setMaxListeners(0);
  const world: World = {
    settings,
    state: load(settings),
    bus,
    now: () => Date.now() + world.state.clock_offset,
    origin: () => settings.publicUrl ?? world.state.public_url ?? address,
    changed(topic) {
      if (topic) bus.emit("change", topic);
      timer ??= setTimeout(world.flush, Math.max(SAVE_AFTER_MS, lastSaveMs * 10));
    },
    flush() {
      if (timer) clearTimeout(timer);
      timer = null;
      const began = performance.now();
      save(settings.stateFile, world.state);
      lastSaveMs = performance.now() - began;
    },
    reset(keep) {
      const { accounts, tokens, codes } = world.state;
      const { url, verify_token, verified } = world.state.webhooks;
      const publicUrl = world.state.public_url;
      world.state = defaultState(settings);
      Object.assign(world.state.webhooks, { url, verify_token, verified });
      world.state.public_url = publicUrl;
      if (keep === "connections") Object.assign(world.state, { accounts, tokens, codes });
      if (settings.stateFile) rmSync(mediaFolder(settings.stateFile), { recursive: true, force: true });
      bus.emit("reset");
      world.changed({ what: "reset" });
    },
    listening(url) {
      address = url;
    },
  };
  return world;
}

export function mediaFolder(stateFile: string): string {
  return `${stateFile}.media`;
}

function load(settings: Settings): State {
  const fresh = defaultState(settings);
  if (!settings.stateFile || !existsSync(settings.stateFile)) return fresh;
  const saved = readState(settings.stateFile);
  const state = { ...fresh, ...saved };
  state.app = { ...fresh.app, ...saved.app };
  state.webhooks = { ...fresh.webhooks, ...saved.webhooks };
  if (settings.webhookUrl && settings.webhookUrl !== saved.webhooks?.url) {
    Object.assign(state.webhooks, { url: settings.webhookUrl, verified: false });
  }
  state.webhooks.verify_token = settings.verifyToken;
  return state;
}

function readState(file: string): Partial<State> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Partial<State>;
  } catch (error) {
    throw new Error(`SIMULATOR_STATE: ${file} cannot be read (${error}); remove it to start afresh.`);
  }
}

function save(file: string | null, state: State) {
  if (!file) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
