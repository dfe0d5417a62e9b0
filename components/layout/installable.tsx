"use client";
import { useEffect } from "react";

/**
 * Registers the service worker (`public/sw.js`), and keeps the page as high as what is seen of it: an iPhone's keyboard covers
 * the page instead of making it smaller. Renders nothing.
 */
export function Installable() {
  useEffect(() => {
    // While developing, files change under the same name.
    if (process.env.NODE_ENV === "production") void navigator.serviceWorker?.register("/sw.js").catch(() => undefined);
  }, []);
  useEffect(fitAboveKeyboard, []);
  return null;
}

function fitAboveKeyboard() {
  const view = window.visualViewport;
  const fit = () => {
    const isCovered = view && view.scale === 1 && window.innerHeight - view.height > 80;
    document.documentElement.style.setProperty("--visible-height", isCovered ? `${view.height}px` : "100dvh");
    if (isCovered) window.scrollTo(0, 0);
  };
  view?.addEventListener("resize", fit);
  return () => view?.removeEventListener("resize", fit);
}

/** Nothing private is kept by the service worker; whoever signs out leaves not even the rest. */
export async function forgetKeptFiles(): Promise<void> {
  const names = (await globalThis.caches?.keys().catch(() => [])) ?? [];
  await Promise.all(names.map((name) => caches.delete(name)));
}
