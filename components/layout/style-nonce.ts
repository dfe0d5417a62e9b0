/**
 * Libraries that write style elements while running look for the page's nonce under webpack's name for it; without it the
 * Content-Security-Policy refuses them, and a menu's page would not hold still behind it.
 */
if (typeof document !== "undefined") {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  Object.assign(globalThis, { __webpack_nonce__: nonce });
}

export {};
