"use client";
import { type CSSProperties, useEffect } from "react";
import { Toaster } from "sonner";
import { useTranslations } from "use-intl";

/** What is told before the library listens is lost on it, hence `announceReady`. */
export default function SonnerToaster({ announceReady }: { announceReady: () => void }) {
  const t = useTranslations("common");
  useEffect(() => announceReady(), [announceReady]);
  return (
    <Toaster
      // Over the list of a desk: neither the text somebody writes nor what sends it is covered.
      position="bottom-left"
      containerAriaLabel={t("toasts")}
      offset={{ bottom: "1.25rem", left: "4.75rem" }}
      style={{ "--width": "18.5rem" } as CSSProperties}
      mobileOffset={{ bottom: "calc(4.25rem + env(safe-area-inset-bottom))" }}
      toastOptions={{
        descriptionClassName: "text-muted-foreground!",
        actionButtonStyle: { background: "var(--primary)", color: "var(--primary-foreground)" },
        style: {
          background: "var(--popover)",
          color: "var(--foreground)",
          border: "1px solid var(--border)",
          boxShadow: "var(--shadow-floating)",
          borderRadius: "0.75rem",
          fontFamily: "var(--font-sans)",
        },
      }}
    />
  );
}
