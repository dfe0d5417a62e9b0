type Lifecycle = { isDraining: boolean; callbacks: Set<() => void> };

const KEY = Symbol.for("antwort.lifecycle");
const shared = globalThis as typeof globalThis & { [KEY]?: Lifecycle };

/** The server's own modules and the bundled pages are loaded apart; what they must agree on hangs on the global object. */
function lifecycle(): Lifecycle {
  shared[KEY] ??= { isDraining: false, callbacks: new Set() };
  return shared[KEY];
}

/** True from the moment the process was asked to end: it takes on nothing new. */
export function isDraining(): boolean {
  return lifecycle().isDraining;
}

/** Runs `callback` when the process begins to end. Returns the way to take it back. */
export function onDrain(callback: () => void): () => void {
  lifecycle().callbacks.add(callback);
  return () => lifecycle().callbacks.delete(callback);
}

export function beginDrain(): void {
  const { callbacks } = lifecycle();
  lifecycle().isDraining = true;
  for (const callback of [...callbacks]) callback();
  callbacks.clear();
}
