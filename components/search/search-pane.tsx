"use client";
import { lazy, Suspense } from "react";
import { ResultsSkeleton } from "./results-skeleton.tsx";

const SearchResults = lazy(() => import("./search-results.tsx"));

/** The results come when somebody searches. */
export function SearchPane(props: { memberId: string; showsAccounts: boolean }) {
  return (
    <Suspense fallback={<ResultsSkeleton />}>
      <SearchResults {...props} />
    </Suspense>
  );
}
