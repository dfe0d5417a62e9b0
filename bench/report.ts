const values = new Map<string, number>();

/**
 * Prints one figure as a line of JSON (contract, section 8). `baseline` names a figure of the same run that was reported
 * before, and `ratio` is how many times its value this one is; both are null for a figure that is a baseline itself.
 */
export function report(name: string, unit: string, value: number, baseline: string | null = null): void {
  const base = baseline === null ? undefined : values.get(baseline);
  values.set(name, value);
  const ratio = base ? rounded(value / base) : null;
  console.log(JSON.stringify({ name, unit, value: rounded(value), baseline: base ? baseline : null, ratio }));
}

/** Reports percentiles of measured milliseconds as `<name>_p50`, `<name>_p95` …, each against the baseline's own. */
export function reportTimes(name: string, timesMs: number[], percentiles: number[], baseline: string | null = null) {
  for (const p of percentiles) {
    report(`${name}_p${p}`, "ms", percentile(timesMs, p), baseline === null ? null : `${baseline}_p${p}`);
  }
}

/** What was reported under this name, or undefined where it could not be measured. */
export function reported(name: string): number | undefined {
  return values.get(name);
}

/** For people who watch; machines read standard output alone. */
export function say(words: string): void {
  console.error(`bench: ${words}`);
}

export function percentile(times: number[], p: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)];
  if (found === undefined) throw new Error("Nothing was measured.");
  return found;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
