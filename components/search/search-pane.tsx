"use client";
import { lazy, Suspense } from "react";
import type { AccountShown } from "#components/inbox/types.ts";
import { patient } from "#components/ui/patient.tsx";
import { ResultsSkeleton } from "./results-skeleton.tsx";

const SearchResults = lazy(patient(() => import("./search-results.tsx")));

/** The results come when somebody searches. */
export function SearchPane(props: { memberId: string; accounts: AccountShown[] }) {
  return (
    <Suspense fallback={<ResultsSkeleton />}>
      <SearchResults {...props} />
    </Suspense>
  );
}
