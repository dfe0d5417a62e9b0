const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** A choice of this browser that the server shall know with the next page; an empty value forgets it. */
export function writeCookie(name: "locale" | "theme" | "timezone", value: string): void {
  const age = value ? YEAR_SECONDS : 0;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that people still use.
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}
