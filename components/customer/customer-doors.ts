import { SignedOutError } from "#components/inbox/inbox-doors.ts";
import type { CustomerDetails, CustomerField, MediaPageKey, SharedMedia } from "./types.ts";

/** The doors for what is known of one customer. */
export const customerDoors = {
  details: (contactId: string) => ask<CustomerDetails>(`/api/inbox/customers/${contactId}`),
  media: (contactId: string, before: MediaPageKey | null) => {
    const page = before ? `?${new URLSearchParams({ before: before.occurredAt, beforeSeq: String(before.seq) })}` : "";
    return ask<SharedMedia>(`/api/inbox/customers/${contactId}/media${page}`);
  },
  fields: () => ask<CustomerField[]>("/api/inbox/customer-fields"),
};

export function exportHref(contactId: string, format: "json" | "csv"): string {
  return `/api/inbox/customers/${contactId}/export?format=${format}`;
}

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(path, {
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(15_000),
  });
  if (response.status === 401) throw new SignedOutError("Signed out.");
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return (await response.json()) as T;
}
