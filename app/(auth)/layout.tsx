import type { ReactNode } from "react";
import { AppMark } from "#components/layout/app-mark.tsx";

/** The frame of the few pages that need no session: one card in the middle. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center justify-center bg-thread px-4 py-10">
      <div className="w-full max-w-md">
        <p className="mb-6 flex items-center justify-center gap-2.5 text-lg font-semibold">
          <AppMark className="size-9" />
          Antwort
        </p>
        {children}
      </div>
    </main>
  );
}
