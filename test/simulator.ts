/**
 * Gives a test file an Instagram of its own: the simulator as a separate process, told apart from the real one by settings alone.
 * Import it after `#test/database.ts` and before anything that reads the settings.
 */
import { spawn } from "node:child_process";
import { afterAll } from "vitest";

export type Call = { method: string; endpoint: string; path: string; account: string | null; status: number | null };

const child = spawn(process.execPath, ["simulator/main.ts"], {
  env: {
    ...process.env,
    SIMULATOR_PORT: "0",
    SIMULATOR_STATE: "",
    SIMULATOR_WEBHOOK_URL: "",
    SIMULATOR_APP_ID: process.env.INSTAGRAM_CLIENT_ID,
    SIMULATOR_APP_SECRET: process.env.INSTAGRAM_CLIENT_SECRET,
  },
  stdio: ["ignore", "pipe", "inherit"],
});

export const simulatorUrl = await new Promise<string>((resolve, reject) => {
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
    const [url] = printed.match(/http:\/\/\S+/) ?? [];
    if (url) resolve(url);
  });
  child.once("exit", (code) => reject(new Error(`The simulator ended with ${code}.`)));
});

process.env.INSTAGRAM_AUTHORIZE_URL = `${simulatorUrl}/oauth/authorize`;
process.env.INSTAGRAM_API_URL = simulatorUrl;
process.env.INSTAGRAM_GRAPH_URL = simulatorUrl;

afterAll(() => {
  child.kill("SIGTERM");
});

/** One call to the simulator's control routes; its README lists them. */
export async function control<T = unknown>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${simulatorUrl}/control${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(`${method} /control${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** What reached Instagram since the last reset, oldest first. */
export function calls(endpoint?: string): Promise<Call[]> {
  return control("GET", endpoint ? `/calls?endpoint=${endpoint}` : "/calls");
}

/** What the person's decision on the authorization page sends back with their browser. */
export async function decide(
  authorizeUrl: string,
  decision: { account?: string; scopes?: string[]; decision?: "allow" | "cancel" } = {},
): Promise<{ code: string | null; state: string | null; error: string | null }> {
  const { location } = await control<{ location: string }>("POST", "/authorize", { url: authorizeUrl, ...decision });
  const query = new URL(location).searchParams;
  return { code: query.get("code"), state: query.get("state"), error: query.get("error") };
}
