const FIELD = "textarea[data-composer]";

let typed = "";

/**
 * Listens for what is typed into the composer that the server sent. Until the code of ours has come, React may put a new field in
 * its place, and what stood in the old one would be gone.
 */
export function listenForTyping(): void {
  const field = document.querySelector<HTMLTextAreaElement>(FIELD);
  if (field) typed = field.value;
  document.addEventListener("input", hear);
}

/** What was typed so far, once: from now on the composer hears it itself. */
export function takeTyped(): string {
  document.removeEventListener("input", hear);
  const text = typed.trim();
  typed = "";
  return text;
}

function hear({ target }: Event): void {
  if (target instanceof HTMLTextAreaElement && target.matches(FIELD)) typed = target.value;
}

if (typeof document !== "undefined") listenForTyping();
