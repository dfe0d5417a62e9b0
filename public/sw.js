/**
 * Lets Antwort be installed and open without a connection. It keeps only what is the same for everybody: the page for when
 * there is no connection, icons, and files whose name changes with their content. No page and no answer of the server that
 * belongs to a member is ever kept here.
 */
const CACHE = "antwort-1";
const OFFLINE = "/offline";
const ICONS = ["/icon.svg", "/icon-192.png"];
const MAX_FILES = 250;

self.addEventListener("install", (event) => {
  // What the server alone can answer goes past this worker, which sleeps most of the time and takes long to wake up.
  event.addRoutes?.([
    { condition: { urlPattern: "/api/*" }, source: "network" },
    { condition: { requestMethod: "POST" }, source: "network" },
  ]);
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(openPage(event));
  else if (pathname.startsWith("/_next/static/") || ICONS.includes(pathname)) event.respondWith(getFile(event));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data?.href ?? "/inbox"));
});

async function keepShell() {
  const cache = await caches.open(CACHE);
  // Past the browser's own cache: a new service worker brings a new shell.
  await cache.addAll([OFFLINE, ...ICONS].map((path) => new Request(path, { cache: "reload", credentials: "omit" })));
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  // The page is asked for while this worker wakes up.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** The server's own answer, whatever it is; our page only where nobody answers. */
async function openPage(event) {
  try {
    const page = (await event.preloadResponse) ?? (await fetch(event.request));
    event.waitUntil(keepShellAgain());
    return page;
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

/** Signing out empties the cache. */
async function keepShellAgain() {
  if (!(await caches.match(OFFLINE))) await keepShell();
}

async function getFile(event) {
  const known = await caches.match(event.request);
  if (known) return known;
  const file = await fetch(event.request);
  if (file.ok) event.waitUntil(keepFile(event.request, file.clone()));
  return file;
}

async function keepFile(request, file) {
  const cache = await caches.open(CACHE);
  await cache.put(request, file);
  const files = (await cache.keys()).filter(({ url }) => url.includes("/_next/static/"));
  await Promise.all(files.slice(0, -MAX_FILES).map((old) => cache.delete(old)));
}

async function show(href) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const inbox = windows.find(({ url }) => new URL(url).pathname.startsWith("/inbox"));
  if (!inbox) return self.clients.openWindow(href);
  await inbox.focus();
  inbox.postMessage({ open: href });
}
