"use client";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { toast } from "#components/ui/toaster.tsx";

/**
 * Puts a text into the clipboard, says `done` if given, and resolves with whether it is there; where it is not, the member is told
 * what to do instead.
 */
export function useCopy(): (text: string, done?: string) => Promise<boolean> {
  const t = useTranslations("common");
  return useCallback(
    async (text, done) => {
      const isCopied = await copy(text);
      if (!isCopied) toast.error(t("copyFailed"));
      else if (done) toast.success(done);
      return isCopied;
    },
    [t],
  );
}

async function copy(text: string): Promise<boolean> {
  if (!navigator.clipboard) return copyOverPlainHttp(text);
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

/** Without TLS browsers offer no clipboard, but still let a page say what a copy holds. */
function copyOverPlainHttp(text: string): boolean {
  let isHeard = false;
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
    isHeard = true;
  };
  document.addEventListener("copy", fill, { capture: true });
  try {
    return document.execCommand("copy") && isHeard;
  } finally {
    document.removeEventListener("copy", fill, { capture: true });
  }
}
