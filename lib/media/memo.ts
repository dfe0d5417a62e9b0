const MAX_ENTRIES = 5_000;

/** What was noted in the last while, in this process; the oldest is forgotten first. */
export function createMemo<Value>(forMs: number) {
  const entries = new Map<string, { value: Value; until: number }>();
  return {
    get: (key: string): Value | null => {
      const entry = entries.get(key);
      return entry && entry.until > Date.now() ? entry.value : null;
    },
    note: (key: string, value: Value): void => {
      entries.delete(key);
      entries.set(key, { value, until: Date.now() + forMs });
      const [oldest] = entries.keys();
      if (entries.size > MAX_ENTRIES && oldest !== undefined) entries.delete(oldest);
    },
  };
}
