"use client";
import { lazy, Suspense } from "react";

/** Not loaded with every page; where it cannot be loaded either, global-error.tsx has words of its own. */
const ErrorScreen = lazy(() => import("#components/layout/error-screen.tsx"));

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Suspense>
      <ErrorScreen digest={error.digest} retry={reset} />
    </Suspense>
  );
}
