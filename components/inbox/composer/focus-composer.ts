export type ComposerMode = "reply" | "note";

const COMPOSE = "antwort:compose";

/** For keys and buttons elsewhere on the page: puts the caret into the opened conversation's composer, in this mode. */
export function focusComposer(mode: ComposerMode): void {
  document.dispatchEvent(new CustomEvent<ComposerMode>(COMPOSE, { detail: mode }));
}

/** Hears it; answers how to stop. */
export function onFocusComposer(listener: (mode: ComposerMode) => void): () => void {
  const hear = (event: Event) => listener((event as CustomEvent<ComposerMode>).detail);
  document.addEventListener(COMPOSE, hear);
  return () => document.removeEventListener(COMPOSE, hear);
}
