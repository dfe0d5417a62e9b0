export type ComposerMode = "reply" | "note";

const COMPOSE = "antwort:compose";
const INSERT = "antwort:insert";

/** For keys and buttons elsewhere on the page: puts the caret into the opened conversation's composer, in this mode. */
export function focusComposer(mode: ComposerMode): void {
  document.dispatchEvent(new CustomEvent<ComposerMode>(COMPOSE, { detail: mode }));
}

/** Hears it; answers how to stop. */
export function onFocusComposer(listener: (mode: ComposerMode) => void): () => void {
  return hear(COMPOSE, listener);
}

/** Whether there is a composer: not where the time to reply is over, nor on pages without a conversation. */
export function hasComposer(): boolean {
  return document.querySelector("[data-composer]") !== null;
}

/** Puts a text with variables where the caret stands. */
export function insertIntoComposer(text: string): void {
  document.dispatchEvent(new CustomEvent<string>(INSERT, { detail: text }));
}

/** Hears it; answers how to stop. */
export function onInsert(listener: (text: string) => void): () => void {
  return hear(INSERT, listener);
}

function hear<T>(name: string, listener: (detail: T) => void): () => void {
  const tell = (event: Event) => listener((event as CustomEvent<T>).detail);
  document.addEventListener(name, tell);
  return () => document.removeEventListener(name, tell);
}
