import { Skeleton } from "#components/ui/skeleton.tsx";

/** The shape of results, while they are on their way. */
export function ResultsSkeleton() {
  return (
    <div aria-hidden className="grid gap-1 pt-3">
      {[0, 1, 2, 3, 4].map((row) => (
        <div key={row} className="flex items-center gap-3 px-3 py-2">
          <Skeleton className="size-9 rounded-full" />
          <div className="grid flex-1 gap-2">
            <Skeleton className="h-3.5 w-2/5" />
            <Skeleton className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
