"use client";

/** Where `get-nonce`, which radix's scroll lock asks, looks for the nonce that our Content-Security-Policy demands. */
if (typeof document !== "undefined") {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  Object.assign(globalThis, { __webpack_nonce__: nonce });
}

/** Renders nothing: its module has done its work before anything locks the scroll. */
export function StyleNonce() {
  return null;
}
