"use client";
import { useQuery } from "@tanstack/react-query";
import { keys } from "#components/inbox/inbox-cache.ts";
import { useIsThreadHere } from "#components/inbox/inbox-queries.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { customerDoors } from "./customer-doors.ts";
import type { CustomerDetails, CustomerField } from "./types.ts";

/**
 * What the pane shows beyond the row; whatever changes about a customer raises the version of their conversation. Asked for after
 * the messages, which everybody waits for.
 */
export function useCustomer({ id, contact, version }: ConversationSummary) {
  const isThreadHere = useIsThreadHere(id);
  return useQuery<CustomerDetails>({
    queryKey: ["inbox", "customer", contact.id, version],
    queryFn: () => customerDoors.details(contact.id),
    enabled: isThreadHere,
    placeholderData: (before) => (before?.id === contact.id ? before : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
  });
}

const NO_FIELDS: CustomerField[] = [];

export function useCustomerFields(): CustomerField[] {
  const { data } = useQuery<CustomerField[]>({
    queryKey: keys.topic("settings", "customer-fields"),
    queryFn: customerDoors.fields,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? NO_FIELDS;
}
