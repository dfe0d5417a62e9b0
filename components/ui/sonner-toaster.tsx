"use client";
import { useEffect } from "react";
import { Toaster } from "sonner";
import { useTranslations } from "use-intl";

/** What is told before the library listens is lost on it, hence `announceReady`. */
export default function SonnerToaster({ announceReady }: { announceReady: () => void }) {
  const t = useTranslations("common");
  useEffect(() => announceReady(), [announceReady]);
  return (
    <Toaster
      position="bottom-center"
      containerAriaLabel={t("toasts")}
      offset={20}
      mobileOffset={{ bottom: "calc(4.25rem + env(safe-area-inset-bottom))" }}
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
