import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LENA, startApp, startPair } from "./testing.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "simulator-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("tokens, threads, media and undelivered events outlive a restart", async () => {
  const stateFile = join(folder, "state.json");
  const first = await startPair({ stateFile });
  const token = await first.connect();
  const asset = await first.control("POST", `/customers/${LENA}/messages`, { kind: "image", text: "look" });
  await first.settle();
  first.app.answers.push(...Array(50).fill(500));
  await first.say("not delivered yet");
  await first.close();
  const second = await startPair({ stateFile });
  await second.settle();
  expect(second.app.events().map((one) => one.message?.text)).toEqual(["not delivered yet"]);
  const me = await second.graph(token, "GET", "/me?fields=username");
  expect(me.body.username).toBe("brassmoonstudio");
  const message = await second.graph(token, "GET", `/${asset.mid}?fields=attachments`);
  expect((await fetch(message.body.attachments.data[0].image_data.url)).status).toBe(200);
  await second.control("POST", "/reset");
  expect((await second.graph(token, "GET", "/me")).body.error.code).toBe(190);
  await second.close();
});

test("the command prints one line, survives kill -9 and ends at SIGTERM", async () => {
  const app = await startApp();
  const environment = {
    ...process.env,
    SIMULATOR_PORT: "0",
    SIMULATOR_STATE: join(folder, "s.json"),
    SIMULATOR_WEBHOOK_URL: app.url,
  };
  const start = async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], { env: environment });
    const line = await new Promise<string>((resolve) =>
      child.stdout.once("data", (data: Buffer) => resolve(data.toString())),
    );
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    return { child, ended, url: line.match(/http:\S+/)?.[0] ?? "" };
  };
  const one = await start();
  await fetch(`${one.url}/control/customers/${LENA}/messages`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text: "remember me" }),
  });
  await expect.poll(async () => (await fetch(`${one.url}/control/state`)).ok).toBe(true);
  await expect.poll(() => savedText(join(folder, "s.json"))).toContain("remember me");
  one.child.kill("SIGKILL");
  await one.ended;
  const two = await start();
  const thread = (await (await fetch(`${two.url}/control/threads?customer=${LENA}`)).json()) as {
    messages: { text: string }[];
  };
  expect(thread.messages.map(({ text }) => text)).toEqual(["remember me"]);
  const stream = await fetch(`${two.url}/control/stream`);
  two.child.kill("SIGTERM");
  expect(await two.ended).toBe(0);
  await stream.body?.cancel().catch(() => {});
  await app.close();
});

async function savedText(path: string): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  return readFile(path, "utf8").catch(() => "");
}
