import { createClient, expectOk } from "./client.ts";
import { ACCOUNT, ADMIN, type Installation } from "./installation.ts";

/** Signs the admin in as a program does (contract, section 4) and returns the Cookie header. */
export async function signIn({ url }: Installation): Promise<string> {
  const client = createClient(url);
  const csrf = await expectOk(client, "/api/auth/csrf");
  const { csrfToken } = JSON.parse(csrf.body.toString()) as { csrfToken: string };
  const signedIn = await client.call("/api/auth/callback/credentials", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie: cookiesOf(csrf.headers["set-cookie"]) },
    body: new URLSearchParams({ ...ADMIN, csrfToken }).toString(),
  });
  client.close();
  const session = cookiesOf(signedIn.headers["set-cookie"]?.filter((cookie) => cookie.includes("session-token=")));
  if (!session) throw new Error(`Signing in answered ${signedIn.status}.`);
  return session;
}

/** Connects the simulator's business account, as the button and Instagram's page would. */
export async function connectAccount({ url, simulatorUrl }: Installation, cookie: string): Promise<void> {
  const app = createClient(url, { cookie });
  const begun = await app.call("/api/instagram/connect");
  const allowed = await control<{ location: string }>(simulatorUrl, "/authorize", {
    url: begun.headers.location,
    account: ACCOUNT.username,
    decision: "allow",
  });
  const { pathname, search } = new URL(allowed.location);
  const landed = await app.call(`${pathname}${search}`);
  app.close();
  if (!landed.headers.location?.includes("outcome=connected")) {
    throw new Error(`Connecting led to ${landed.headers.location}.`);
  }
}

/** One call of the simulator's control API. */
export async function control<T>(simulatorUrl: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${simulatorUrl}/control${path}`, {
    ...(body ? { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
  });
  if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${path}: ${await response.text()}`);
  return (await response.json()) as T;
}

function cookiesOf(given: string[] | undefined): string {
  return (given ?? []).map((cookie) => cookie.split(";")[0]).join("; ");
}
