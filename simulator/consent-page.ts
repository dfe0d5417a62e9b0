import { picturePath } from "./media.ts";
import type { Request } from "./oauth.ts";
import { SCOPES } from "./scopes.ts";
import type { Account } from "./state.ts";
import type { World } from "./store.ts";

/** The page on which the account's owner grants access, in the manner of Instagram's own. Works without scripts. */
export function consentPage(world: World, search: string, request: Request): string {
  const accounts = world.state.accounts.map((one, index) => accountRow(world, one, index === 0)).join("");
  const host = escaped(new URL(request.redirect_uri).host);
  return page(
    "Authorise access",
    `<h1>The app at <span class="host">${host}</span> wants access to your Instagram account</h1>
<form method="post" action="/oauth/authorize${escaped(search)}">
<fieldset><legend>Continue as</legend>${accounts}</fieldset>
<fieldset><legend>Allow this app to</legend>${request.scopes.map(scopeRow).join("")}</fieldset>
<p class="note">You can remove access at any time in the Instagram app, under Website permissions.</p>
<div class="buttons"><button class="primary" name="decision" value="allow">Allow</button>
<button name="decision" value="cancel">Cancel</button></div></form>`,
  );
}

/** Instagram's own dead end; nothing goes back to the app. */
export function errorPage(message: string): string {
  return page(
    "Error",
    `<div class="error" role="alert"><h1>Sorry, something went wrong</h1><p>${escaped(message)}</p></div>`,
  );
}

function accountRow(world: World, account: Account, checked: boolean): string {
  const picture = account.picture
    ? `<img src="${escaped(picturePath(world, account.picture))}" alt="" width="48" height="48">`
    : `<span class="blank"></span>`;
  const kind = { BUSINESS: "Business account", MEDIA_CREATOR: "Creator account", PERSONAL: "Personal account" };
  return `<label class="account"><input type="radio" name="account" value="${escaped(account.username)}"${checked ? " checked" : ""}>
${picture}<span class="names"><b>${escaped(account.username)}</b><small>${escaped(account.name ?? "")} · ${kind[account.account_type]}</small></span></label>`;
}

function scopeRow(scope: string): string {
  const required = scope === "instagram_business_basic";
  const box = required
    ? `<input type="checkbox" checked disabled><input type="hidden" name="scope" value="${scope}">`
    : `<input type="checkbox" name="scope" value="${scope}" checked role="switch">`;
  return `<label class="scope"><span>${escaped(SCOPES[scope] ?? scope)}<small>${escaped(scope)}${required ? " (required)" : ""}</small></span>${box}</label>`;
}

function page(title: string, body: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Instagram simulator</title><style>${STYLE}</style></head>
<body><header><span class="mark" aria-hidden="true"></span><b>Instagram simulator</b></header><main>${body}</main>
<footer>This is a simulator. No real Instagram account is involved.</footer></body></html>`;
}

export function escaped(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => names[sign] ?? sign);
}

const STYLE = `
:root{color-scheme:light dark;--page:#fafafa;--card:#fff;--line:#dbdbdb;--text:#161616;--soft:#6b6b70;--blue:#0069d9;--wash:#f1f4f8}
@media(prefers-color-scheme:dark){:root{--page:#0b0c0f;--card:#15171c;--line:#2b2e36;--text:#f2f2f4;--soft:#a3a6ae;--blue:#3b8ef3;--wash:#1e222a}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;background:var(--page);color:var(--text);font:15px/1.45 system-ui,-apple-system,"Segoe UI",sans-serif;padding:24px 16px}
header{display:flex;gap:10px;align-items:center;margin-bottom:20px}
.mark{width:28px;height:28px;border-radius:9px;background:linear-gradient(45deg,#f6a33c,#d6386d 50%,#7b3fc4);position:relative}
.mark::after{content:"";position:absolute;inset:7px;border:2.5px solid #fff;border-radius:50%}
main{width:100%;max-width:440px;background:var(--card);border:1px solid var(--line);border-radius:16px;padding:28px 24px}
h1{font-size:19px;line-height:1.35;margin:0 0 20px;font-weight:650;text-align:center;text-wrap:balance}
.host{color:var(--blue);overflow-wrap:anywhere}
fieldset{border:0;padding:0;margin:0 0 20px}
legend{font-weight:600;font-size:13px;color:var(--soft);padding:0;margin-bottom:8px}
.account{display:flex;align-items:center;gap:12px;padding:10px 12px;border:1px solid var(--line);border-radius:12px;margin-bottom:8px;cursor:pointer}
.account:has(input:checked){border-color:var(--blue);background:var(--wash)}
.account img,.blank{border-radius:50%;width:48px;height:48px;background:var(--line)}
.names,.scope span{display:flex;flex-direction:column;min-width:0;flex:1}
small{color:var(--soft);font-size:12.5px;overflow-wrap:anywhere}
.scope{display:flex;align-items:center;gap:12px;padding:11px 0;border-bottom:1px solid var(--line);cursor:pointer}
.scope:last-child{border:0}
input{accent-color:var(--blue);width:20px;height:20px;margin:0;flex:none}
input:focus-visible,button:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
.note{color:var(--soft);font-size:13px;margin:0 0 18px}
.buttons{display:grid;gap:10px}
button{font:inherit;font-weight:600;border:1px solid var(--line);border-radius:10px;padding:12px;background:transparent;color:var(--text);cursor:pointer}
.primary{background:#0069d9;border-color:#0069d9;color:#fff}
.error{text-align:center}.error p{margin:0}
footer{margin-top:20px;color:var(--soft);font-size:12.5px;text-align:center}
`;
