"use client";
import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useCommands } from "#components/inbox/commands.ts";
import { goTo, inboxHref, replaceAddress } from "#components/inbox/navigation.ts";
import { Button } from "#components/ui/button.tsx";
import { fieldLook } from "#components/ui/input.tsx";
import { useIsAlive } from "#components/ui/use-is-alive.ts";
import { cn } from "#lib/cn.ts";
import { MAX_QUERY } from "#lib/search/limits.ts";
import { searchHref, useSearchAddress } from "./search-address.ts";

/** Shorter than the pause after a word, longer than the one between two letters. */
const PAUSE_MS = 180;
export const RESULTS_ID = "search-results";

/** Where everything is searched from; what is typed is the address, and the results stand where the list stood. */
export function SearchField() {
  const t = useTranslations("search");
  const isAlive = useIsAlive();
  const { place, openedId, q } = useSearchAddress();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(q ?? "");
  /** What this field wrote into the address and has not read there yet: it must not come back over what was typed since. */
  const written = useRef(new Set<string | null>());
  useEffect(() => {
    if (!written.current.delete(q)) setTyped(q ?? "");
  }, [q]);
  useEffect(() => {
    const words = typed.trim();
    if (q === null || words === q) return;
    const timer = setTimeout(() => {
      // Ended meanwhile: the address says so before the page does.
      if (!new URLSearchParams(location.search).has("q")) return;
      written.current.add(words);
      replaceAddress(searchHref(openedId, place, { q: words }));
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, q, openedId, place]);
  const begin = () => {
    if (q !== null) return;
    written.current.add("");
    goTo(searchHref(openedId, place, { q: "" }));
  };
  const end = () => {
    setTyped("");
    goTo(inboxHref(openedId, place));
    requestAnimationFrame(focusList);
  };
  const focus = () => {
    input.current?.focus();
    begin();
  };
  const ending =
    q === null
      ? []
      : [{ id: "search-end", group: "go" as const, title: t("end"), keys: ["Escape"], run: end, isKeyOnly: true }];
  useCommands([{ id: "search", group: "go", title: t("label"), keys: ["/"], run: focus }, ...ending]);
  return (
    <search className="relative mx-3 mb-2">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-5 text-muted-foreground" />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t("label")}
        aria-expanded={q !== null}
        aria-controls={RESULTS_ID}
        aria-autocomplete="list"
        data-search
        placeholder={t("placeholder")}
        title={`${t("label")} (/)`}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={MAX_QUERY}
        value={typed}
        readOnly={!isAlive}
        onChange={(event) => {
          begin();
          setTyped(event.target.value);
        }}
        onClick={begin}
        onBlur={() => {
          if (q === "" && typed === "") replaceAddress(inboxHref(openedId, place));
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") end();
        }}
        className={cn(fieldLook, "h-9 rounded-lg border-transparent bg-muted pr-9 pl-9 hover:bg-accent")}
      />
      {q !== null && (
        <Button
          variant="ghost"
          size="icon-sm"
          className="absolute top-0.5 right-0.5"
          onMouseDown={(event) => event.preventDefault()}
          onClick={end}
          aria-label={t("end")}
        >
          <X />
        </Button>
      )}
    </search>
  );
}

/** Where single keys work again: on the opened conversation's row, or the first one. */
function focusList(): void {
  const next = ["[data-conversation][aria-current]", "[data-conversation]", "#main"]
    .map((one) => document.querySelector<HTMLElement>(one))
    .find((one) => one?.checkVisibility?.() ?? false);
  next?.focus({ preventScroll: true });
}
