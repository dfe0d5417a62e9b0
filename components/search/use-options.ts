"use client";
import { type RefObject, useEffect, useState } from "react";

/**
 * Up, Down and Enter in the search field, for a list of options that stands elsewhere: the field keeps the focus and names the
 * option it means, as a combobox does. Answers the id of that option.
 */
export function useOptions(list: RefObject<HTMLElement | null>, words: string): string | null {
  const [active, setActive] = useState<{ words: string; id: string } | null>(null);
  const id = active?.words === words ? active.id : null;

  useEffect(() => {
    const field = document.querySelector<HTMLInputElement>("[data-search]");
    if (!field) return;
    if (id) field.setAttribute("aria-activedescendant", id);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const options = [...(list.current?.querySelectorAll<HTMLElement>("[role='option']") ?? [])];
      const index = options.findIndex((option) => option.id === id);
      if (event.key === "Enter") {
        event.preventDefault();
        (options[index] ?? options[0])?.click();
      }
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      const next = step === 0 ? undefined : options[Math.max(0, index + step)];
      if (step !== 0) event.preventDefault();
      if (!next) return;
      setActive({ words, id: next.id });
      next.scrollIntoView({ block: "nearest" });
    };
    field.addEventListener("keydown", onKeyDown);
    return () => {
      field.removeAttribute("aria-activedescendant");
      field.removeEventListener("keydown", onKeyDown);
    };
  }, [id, list, words]);
  return id;
}
