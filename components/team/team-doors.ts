import { SignedOutError } from "#components/inbox/inbox-doors.ts";
import type { Notification, Presence, PresenceBeat, UnreadNotifications } from "./types.ts";

/** The doors for what colleagues do together, beside the actions. */
export const teamDoors = {
  notifications: () => ask<Notification[]>("/api/inbox/notifications"),
  unreadNotifications: () => ask<UnreadNotifications>("/api/inbox/notifications/unread"),
  showPresence: (beat: PresenceBeat) => ask<Presence[]>("/api/inbox/presence", jsonOf(beat)),
  /** What a page that goes can still say; nobody hears an answer. */
  leavePresence: (tab: Pick<PresenceBeat, "tabId">) => {
    navigator.sendBeacon("/api/inbox/presence/leave", new Blob([JSON.stringify(tab)], { type: "application/json" }));
  },
};

async function ask<T>(path: string, request: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { ...request, signal: AbortSignal.timeout(15_000) });
  if (response.status === 401) throw new SignedOutError("Signed out.");
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return (await response.json()) as T;
}

function jsonOf(body: object): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
