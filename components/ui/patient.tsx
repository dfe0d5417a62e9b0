"use client";
import { type ReactNode, useEffect } from "react";

const AGAIN_MS = 2_000;
/** Whoever has waited this long for something to open does other things by then, and must not be torn out of them. */
const WAITS_MS = 5_000;

/**
 * Loads a part of the page that comes when it is needed. Without a connection it waits for one: to fail would take the whole page
 * away, and with it what stands there. Where the server answers and the part still cannot be loaded, as after an update, it fails.
 */
export function patient<Part>(load: () => Promise<Part>): () => Promise<Part> {
  return async () => {
    for (let isReached = false; ; await connection()) {
      try {
        return await load();
      } catch (error) {
        if (isReached) throw error;
        isReached = await reachesServer();
      }
    }
  };
}

/** In the place of what is about to open; gives up where it does not come. */
export function Waiting({ giveUp, children }: { giveUp: () => void; children?: ReactNode }) {
  useEffect(() => {
    const timer = setTimeout(giveUp, WAITS_MS);
    return () => clearTimeout(timer);
  }, [giveUp]);
  return children;
}

function reachesServer(): Promise<boolean> {
  return fetch("/api/health", { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Some moments from now, or as soon as the browser says that it is back. */
function connection(): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener("online", go);
      resolve();
    };
    const timer = setTimeout(go, AGAIN_MS);
    window.addEventListener("online", go);
  });
}
