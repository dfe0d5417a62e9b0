const MAX_RECENT = 8;
const key = (memberId: string) => `antwort:searches:${memberId}`;

/** What this member looked for in this browser, the latest first. A browser that keeps nothing has none. */
export function readRecent(memberId: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(memberId)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, MAX_RECENT) : [];
  } catch {
    return [];
  }
}

export function keepRecent(memberId: string, query: string): void {
  const words = query.trim();
  if (words === "") return;
  write(memberId, [words, ...readRecent(memberId).filter((one) => one.toLowerCase() !== words.toLowerCase())]);
}

export function forgetRecent(memberId: string): void {
  write(memberId, []);
}

function write(memberId: string, queries: string[]): void {
  try {
    localStorage.setItem(key(memberId), JSON.stringify(queries.slice(0, MAX_RECENT)));
  } catch {
    // A browser that keeps nothing does without.
  }
}
