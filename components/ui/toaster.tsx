"use client";
import { lazy, Suspense, useEffect, useState } from "react";
import type { ExternalToast } from "sonner";
import { patient } from "#components/ui/patient.tsx";

const loadSonner = patient(() => import("sonner"));
const SonnerToaster = lazy(patient(() => import("./sonner-toaster.tsx")));

type Tone = "message" | "success" | "info" | "warning" | "error";

let wake: (() => void) | undefined;
let announceReady: () => void = () => undefined;
const ready = new Promise<void>((resolve) => {
  announceReady = resolve;
});

/** Short news at the lower edge. The library behind it comes with the first piece of news. */
export const toast = Object.assign(show("message"), {
  success: show("success"),
  info: show("info"),
  warning: show("warning"),
  error: show("error"),
  /** Takes it away before its time, by the `id` it was shown with. */
  dismiss: (id: string) => void load().then((sonner) => sonner.dismiss(id)),
});

export function Toaster() {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    wake = () => setWanted(true);
  }, []);
  return (
    isWanted && (
      <Suspense>
        <SonnerToaster announceReady={announceReady} />
      </Suspense>
    )
  );
}

function show(tone: Tone) {
  return (text: string, options?: ExternalToast): void => {
    wake?.();
    void load().then((sonner) => sonner[tone](text, options));
  };
}

/** For news that stays for a while: on a phone over the name, which nobody is writing into. */
export function newsPosition(): "top-center" | undefined {
  return matchMedia("(min-width: 48rem)").matches ? undefined : "top-center";
}

/** In the order in which they are called: what is taken away before it could be shown is not shown afterwards. */
async function load() {
  const [{ toast: sonner }] = await Promise.all([loadSonner(), ready]);
  return sonner;
}
