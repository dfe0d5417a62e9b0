import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What each picture shows, in the order of the gallery. */
const SECTIONS: Record<string, Record<string, string>> = {
  "The first minutes": {
    setup: "The first admin",
    "first-accounts": "No account is connected yet",
    "first-inbox": "The inbox before there is an account",
    "simulator-consent": "Instagram, as the simulator plays it, asks for consent",
    "first-connected": "The account is connected",
    "first-waiting": "The inbox waits for a first message",
  },
  "The list": {
    inbox: "Nothing opened",
    "view-menu": "Choosing a view",
    "view-empty": "A view with nothing in it",
    "list-loading": "Another view is loading",
    "list-failed": "Another view could not be loaded",
    "picked-out": "Several picked out",
    notifications: "What is under the bell",
    "member-menu": "The member's own menu",
    search: "A search",
    "search-nothing": "A search without hits",
    "search-hit": "A hit, opened in its conversation",
  },
  "A conversation": {
    thread: "Open, answered and seen",
    "thread-story": "A reply to a story",
    "thread-ad": "Someone who comes from an ad",
    "thread-note": "A note that mentions a colleague, and an assignment",
    "thread-failed": "A reply that failed",
    "thread-closing": "The time to reply is running out",
    "thread-closed": "The time to reply is over",
    "thread-kinds-1": "Messages of every kind",
    "thread-kinds-2": "Messages of every kind, further down",
    "thread-kinds-3": "Messages of every kind, further still",
    "thread-kinds-4": "Messages of every kind, the last",
    "thread-loading": "Loading",
    "thread-gone": "A conversation that does not exist",
    "offline-banner": "The connection is gone",
    "message-menu": "What is done with a message",
    "message-details": "What is known of a message",
    picture: "A picture, enlarged",
    assign: "Assigning",
    label: "Labels",
    snooze: "Snoozing",
    "snooze-date": "Snoozing until a moment of one's own",
    palette: "The command palette",
    keys: "The keys",
  },
  Writing: {
    "composer-saved": "Saved replies behind a slash",
    "composer-emoji": "The emoji picker",
    "composer-files": "Files about to be sent",
    "composer-long": "A text that must be sent in parts",
    "composer-note": "A note that mentions a colleague",
  },
  "The customer": {
    customer: "Who this is",
    "customer-below": "Notes, media and what happened",
    "customer-block": "Blocking",
    "customer-erase": "Erasing a person for good",
  },
  Settings: {
    "settings-accounts": "Instagram accounts",
    "settings-disconnect": "Disconnecting an account",
    "settings-replies": "Saved replies",
    "settings-labels": "Labels",
    "settings-fields": "Customer details",
    "settings-profile": "One's own profile",
    "settings-members": "Members",
    "settings-developers": "Developers",
    "settings-webhook": "A new webhook",
    "settings-system": "The system",
    forbidden: "A page for admins alone",
    "not-found": "A page that does not exist",
  },
  "In front of the door": {
    "sign-in": "Signing in",
    "sign-in-refused": "Refused",
    invitation: "An invitation",
    "invitation-over": "An invitation that is over",
    offline: "Without a connection",
    simulator: "The customer's side, in the simulator",
  },
};

const DEVICES = { desk: 520, phone: 180 };
const LOOKS = { "en-light": "light", "en-dark": "dark", "de-light": "German", "de-dark": "German, dark" };

/** A page that shows every state on the desk and on the phone, and leads to its other themes and languages. */
export function writeGallery(folder: string): void {
  const pictures = new Set(readdirSync(folder).filter((name) => name.endsWith(".webp")));
  const text = [
    "# Every screen",
    "",
    "Taken from the running app by `npm run pictures`, on a desk and on a phone; below each picture are its other themes and languages.",
    ...Object.entries(SECTIONS).flatMap(([title, states]) => {
      const rows = Object.entries(states).flatMap(([state, what]) => row(state, what, pictures) ?? []);
      return rows.length === 0 ? [] : ["", `## ${title}`, "", "| | Desk | Phone |", "| --- | --- | --- |", ...rows];
    }),
    "",
  ];
  writeFileSync(join(folder, "README.md"), text.join("\n"));
  if (pictures.size > 0) throw new Error(`The gallery has no words for ${[...pictures].join(", ")}.`);
}

/** Takes what it shows out of `pictures`, so that those which stand nowhere remain. */
function row(state: string, what: string, pictures: Set<string>): string | undefined {
  const cells = Object.entries(DEVICES).map(([device, width]) => {
    const looks = Object.entries(LOOKS)
      .map(([look, words]) => [`${state}-${device}-${look}.webp`, words] as const)
      .filter(([name]) => pictures.delete(name));
    const [first] = looks[0] ?? [];
    const links = looks.map(([name, words]) => `[${words}](${name})`).join(" · ");
    return first ? `<img src="${first}" width="${width}" alt="${what}, ${device}"><br>${links}` : "";
  });
  return cells.some(Boolean) ? `| ${what} | ${cells.join(" | ")} |` : undefined;
}
