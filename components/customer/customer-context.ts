"use client";
import { createContext, use } from "react";
import type { CustomerActions } from "./types.ts";

export const CustomerContext = createContext<CustomerActions | null>(null);

export function useCustomerActions(): CustomerActions {
  const actions = use(CustomerContext);
  if (!actions) throw new Error("A customer is shown outside the inbox.");
  return actions;
}
