"use client";
import "./globals.css";

const WORDS = {
  en: {
    title: "Antwort cannot be shown right now",
    text: "The server or its database cannot be reached. Nothing is lost: messages that arrive meanwhile are fetched later.",
    action: "Try again",
  },
  de: {
    title: "Antwort lässt sich gerade nicht anzeigen",
    text: "Der Server oder seine Datenbank ist nicht erreichbar. Es geht nichts verloren: Nachrichten, die jetzt eintreffen, werden später nachgeholt.",
    action: "Erneut versuchen",
  },
};

/** The last resort when even the layout fails, and with it the catalogues: so it carries its own words. */
export default function GlobalError() {
  const locale = typeof navigator !== "undefined" && navigator.language.startsWith("de") ? "de" : "en";
  const words = WORDS[locale];
  return (
    <html lang={locale}>
      <body>
        <main className="flex min-h-dvh flex-col items-center justify-center gap-3 px-6 text-center">
          <h1 className="text-lg font-semibold">{words.title}</h1>
          <p className="max-w-md text-sm text-muted-foreground">{words.text}</p>
          <button
            type="button"
            onClick={() => location.reload()}
            className="mt-2 h-9 rounded-md bg-primary px-4 text-sm font-medium text-primary-foreground"
          >
            {words.action}
          </button>
        </main>
      </body>
    </html>
  );
}
