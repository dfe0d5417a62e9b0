/** What stood at the upper edge of a conversation, and how far below it. */
export type KeptPlace = { messageId: string; top: number };

const PREFIX = "place:";

let isBack = isReloaded();
if (typeof window !== "undefined") {
  window.addEventListener("popstate", () => {
    isBack = true;
  });
}

/** From here on the page that is shown was gone to, not come back to. */
export function goesOn(): void {
  isBack = false;
}

/** Kept for this tab alone; whoever reads at the end keeps nothing, since that is where everybody arrives. */
export function keepPlace(conversationId: string, place: KeptPlace | null): void {
  try {
    if (place) sessionStorage.setItem(PREFIX + conversationId, JSON.stringify(place));
    else sessionStorage.removeItem(PREFIX + conversationId);
  } catch {
    // A browser that keeps nothing opens at the end.
  }
}

/** Where somebody was reading who comes back, by a reload or the browser's way back; nowhere for whoever opens it anew. */
export function findPlace(conversationId: string): KeptPlace | null {
  if (!isBack) return null;
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + conversationId) ?? "null") as KeptPlace | null;
  } catch {
    return null;
  }
}

function isReloaded(): boolean {
  if (typeof performance === "undefined") return false;
  const [navigation] = performance.getEntriesByType?.("navigation") ?? [];
  const type = (navigation as PerformanceNavigationTiming | undefined)?.type;
  return type === "reload" || type === "back_forward";
}
