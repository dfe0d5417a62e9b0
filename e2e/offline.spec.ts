import { expect, test } from "./fixtures.ts";

test("without a connection the inbox says so, keeps what is typed, and opens again by itself", async ({
  page,
  context,
  inbox,
  customer,
}) => {
  await customer.writes("Are you open on Sunday?");
  await inbox.open(customer);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await expect(inbox.bubble("Are you open on Sunday?")).toBeVisible();

  await inbox.reply.fill("From noon");
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();

  await context.setOffline(true);
  await inbox.reply.fill("From noon on. Shall I keep a table?");
  await page.reload();
  await expect(page.getByRole("heading", { name: "No connection" })).toBeVisible();
  await expect(page.getByRole("listitem")).toHaveText(["From noon on. Shall I keep a table?"]);
  expect(await page.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

  await context.setOffline(false);
  await expect(inbox.reply).toHaveValue("From noon on. Shall I keep a table?");
  await inbox.send("From noon on.");
  await expect.poll(() => customer.reads()).toContain("From noon on.");
});

test("nothing that belongs to a member is kept for offline, and signing out empties what is", async ({
  browser,
  page,
  inbox,
  customer,
}) => {
  await customer.writes("My order number is 4711");
  await inbox.open(customer);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await expect(inbox.bubble("4711")).toBeVisible();

  const paths = await page.evaluate(keptPaths);
  expect(paths).toContain("/offline");
  expect(paths.filter((path) => !path.startsWith("/_next/static/")).sort()).toEqual([
    "/icon-192.png",
    "/icon.svg",
    "/offline",
  ]);

  const theirs = await (await browser.newContext({ storageState: { cookies: [], origins: [] } })).newPage();
  await theirs.goto("/sign-in");
  await theirs.getByRole("textbox", { name: "Email" }).fill("ada@brassmoon.example");
  await theirs.getByLabel("Password", { exact: true }).fill("a long walk along the lake");
  await theirs.getByRole("button", { name: "Sign in" }).click();
  await expect(theirs).toHaveURL(/\/inbox/);
  await theirs.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => theirs.evaluate(keptPaths)).toContain("/offline");
  await theirs.evaluate(async () => {
    localStorage.setItem("draft:somebody:somewhere", "secret");
    const [name = ""] = await caches.keys();
    await (await caches.open(name)).put("/_next/static/kept-before", new Response("kept"));
  });
  await theirs.getByRole("button", { name: "Your menu" }).click();
  await theirs.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(theirs).toHaveURL(/\/sign-in/);
  expect(await theirs.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("draft:")))).toEqual([]);
  expect(await theirs.evaluate(keptPaths)).not.toContain("/_next/static/kept-before");
  await theirs.context().close();
});

test("the app can be installed: a manifest with icons that exist, and a worker that may be registered signed out", async ({
  request,
  baseURL,
}) => {
  const manifest = await (await request.get("/manifest.webmanifest")).json();
  expect(manifest).toMatchObject({ name: "Antwort", start_url: "/inbox", display: "standalone" });
  expect(manifest.icons.map(({ purpose }: { purpose?: string }) => purpose)).toContain("maskable");
  for (const { src, type } of manifest.icons as { src: string; type: string }[]) {
    const icon = await request.get(src);
    expect([icon.status(), icon.headers()["content-type"]]).toEqual([200, type]);
  }
  const worker = await fetch(`${baseURL}/sw.js`, { redirect: "manual" });
  expect([worker.status, worker.headers.get("content-type")]).toEqual([200, "application/javascript; charset=UTF-8"]);
  const offline = await fetch(`${baseURL}/offline`, { redirect: "manual" });
  expect(offline.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(offline.headers.get("set-cookie")).toBeNull();
});

async function keptPaths(): Promise<string[]> {
  const paths: string[] = [];
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
  }
  return paths;
}
