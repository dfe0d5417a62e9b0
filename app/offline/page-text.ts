import { CATALOGUES } from "#lib/i18n/catalogue.ts";
import { DEFAULT_LOCALE, LOCALE_COOKIE, LOCALES, THEME_COOKIE } from "#lib/i18n/locales.ts";

/** In every language we speak: the browser knows which one it wants, and asks nobody while it is offline. */
export function offlinePage() {
  const words = Object.fromEntries(LOCALES.map((locale) => [locale, CATALOGUES[locale].team.offline]));
  const script = SCRIPT.replace("WORDS", JSON.stringify(words).replaceAll("<", "\\u003c"));
  const { title, text, tryAgain } = CATALOGUES[DEFAULT_LOCALE].team.offline;
  const html = `<!doctype html>
<html lang="${DEFAULT_LOCALE}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<title>Antwort</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<style>${STYLE}</style>
</head>
<body>
<main>
<img src="/icon.svg" alt="" width="48" height="48">
<h1 data-words="title">${title}</h1>
<p data-words="text">${text}</p>
<button type="button" data-words="tryAgain">${tryAgain}</button>
<section hidden><h2 data-words="kept"></h2><ul></ul></section>
<p class="quiet" data-words="nothingKept" hidden></p>
</main>
<script>${script}</script>
</body>
</html>`;
  return { html, style: STYLE, script };
}

const STYLE = `
:root { color-scheme: light dark; --paper: light-dark(#fdfdfe, #121317); --ink: light-dark(#1c1d22, #ecedf0);
  --quiet: light-dark(#5c5e68, #a5a7b1); --card: light-dark(#fff, #1a1b20); --line: light-dark(#e2e3e8, #33353d); }
:root[data-theme=light] { color-scheme: light } :root[data-theme=dark] { color-scheme: dark }
* { box-sizing: border-box }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { width: min(32rem, 100%); display: grid; justify-items: center; gap: .75rem; text-align: center }
h1 { margin: .25rem 0 0; font-size: 1.25rem } p { margin: 0; color: var(--quiet); text-wrap: pretty }
button { min-height: 2.75rem; margin: .5rem 0; padding: 0 1.25rem; border: 0; border-radius: .5rem; background: #5548d9;
  color: #fff; font: inherit; font-weight: 500; cursor: pointer }
button:focus-visible { outline: 2px solid #5548d9; outline-offset: 2px }
section { width: 100%; text-align: start } h2 { margin: 1rem 0 .5rem; font-size: .9375rem }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem }
li { padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card);
  white-space: pre-wrap; overflow-wrap: anywhere }
.quiet { font-size: .875rem }
[hidden] { display: none }
`;

/** Drafts and unsent replies, as \`components/inbox/outbox.ts\` and \`composer/draft-box.ts\` keep them in this browser. */
const SCRIPT = `
const words = WORDS;
const cookie = (name) => document.cookie.match(new RegExp("(?:^|; )" + name + "=([^;]*)"))?.[1];
const wished = [cookie("${LOCALE_COOKIE}"), ...navigator.languages.map((tag) => tag.slice(0, 2))];
const locale = wished.find((one) => words[one]) ?? "${DEFAULT_LOCALE}";
document.documentElement.lang = locale;
document.title = words[locale].title + " · Antwort";
const theme = cookie("${THEME_COOKIE}");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
for (const element of document.querySelectorAll("[data-words]")) element.textContent = words[locale][element.dataset.words];

function textsOf(kept) {
  let value;
  try { value = JSON.parse(kept) } catch { return [kept] }
  if (typeof value !== "object" || value === null) return [kept];
  if (Array.isArray(value)) return value.flatMap((reply) => (reply.parts ?? []).map((part) => part.text));
  return [value.content?.text];
}
const kept = Object.keys(localStorage).filter((key) => key.startsWith("draft:")).flatMap((key) => textsOf(localStorage.getItem(key)))
  .filter((text) => typeof text === "string" && text.trim() !== "");
for (const text of kept) document.querySelector("ul").append(Object.assign(document.createElement("li"), { textContent: text, dir: "auto" }));
document.querySelector("section").hidden = kept.length === 0;
document.querySelector(".quiet").hidden = kept.length > 0;

const back = () => location.reload();
document.querySelector("button").addEventListener("click", back);
addEventListener("online", back);
const look = async () => {
  const answer = await fetch("/api/ready", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) back();
};
setInterval(look, 5000);
`;
