"use client";
import { Toaster as Sonner } from "sonner";

export { toast } from "sonner";

export function Toaster() {
  return (
    <Sonner
      position="bottom-center"
      offset={20}
      toastOptions={{
        style: {
          background: "var(--popover)",
          color: "var(--foreground)",
          border: "1px solid var(--border)",
          boxShadow: "var(--shadow-floating)",
          borderRadius: "0.75rem",
          fontFamily: "inherit",
        },
      }}
    />
  );
}
