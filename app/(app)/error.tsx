"use client";
import { ErrorScreen } from "#components/layout/error-screen.tsx";

export default function AppError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <ErrorScreen digest={error.digest} retry={reset} />;
}
