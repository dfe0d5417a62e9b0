export const $ = (id) => document.getElementById(id);

/** Makes an element. Text goes in as text, never as markup. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function avatar(url, name) {
  if (url) return el("img", { src: url, alt: "", class: "avatar", width: 44, height: 44 });
  return el("span", { class: "avatar blank", "aria-hidden": "true" }, (name || "?").slice(0, 1).toUpperCase());
}

/** Brings the children of `parent` in line with `items`; a child whose `key` and `version` stand is left alone. */
export function reconcile(parent, items) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const wanted = items.map(({ key, version, make }) => {
    const old = known.get(key);
    if (old?.dataset.version === version) return old;
    const made = make();
    made.dataset.key = key;
    made.dataset.version = version;
    return made;
  });
  for (const [index, node] of wanted.entries()) {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  }
  while (parent.children.length > wanted.length) parent.lastElementChild.remove();
}

export async function api(method, path, body) {
  const response = await fetch(`/control${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(typeof answer.error === "string" ? answer.error : "That did not work.");
  return answer;
}

export const time = (ms) => new Date(ms).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

export function day(ms) {
  const date = new Date(ms);
  if (date.toDateString() === new Date().toDateString()) return "Today";
  return date.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
}
