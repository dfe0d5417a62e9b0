import { Window } from "happy-dom";

const window = new Window();

/** What a person gets to read of each bubble, from top to bottom; things that are no words are named by their role. */
export function readBubbles(html: string): string[][] {
  window.document.body.innerHTML = html;
  return [...window.document.querySelectorAll("article")].map((article) => readElement(article as unknown as Element));
}

/** The words of a piece of markup in one line. */
export function readText(html: string): string {
  window.document.body.innerHTML = html;
  return (window.document.body.textContent ?? "").replace(/\s+/gu, " ").trim();
}

const ROLES: Record<string, string> = {
  IMG: "picture",
  VIDEO: "video",
  AUDIO: "audio",
  SUMMARY: "opens",
  FIELDSET: "group",
};

function readElement(element: Element): string[] {
  if (element.matches("time, pre, [aria-hidden=true], [data-message-actions]")) return [];
  if (element.matches("img[alt='']")) return ["[picture]"];
  const role = ROLES[element.tagName] ?? element.getAttribute("role");
  const label = element.getAttribute("alt") ?? element.getAttribute("aria-label");
  if (element.tagName === "BUTTON" && label) return [`[button: ${label}]`, ...inside(element)];
  if (element.tagName === "BUTTON") return [`[button: ${inside(element).join(" / ")}]`];
  if (element.tagName === "A") return [`[link: ${inside(element).join(" / ")}]`];
  if (element.tagName === "SUMMARY") return [`[opens: ${inside(element).join(" ")}]`];
  if (role && label) return [`[${role}: ${label}]`];
  return inside(element);
}

function inside(element: Element): string[] {
  return [...element.childNodes].flatMap((node) => {
    if (node.nodeType === 3) return node.textContent?.trim() ? [node.textContent.trim()] : [];
    return node.nodeType === 1 ? readElement(node as Element) : [];
  });
}
