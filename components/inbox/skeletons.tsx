import { Skeleton } from "#components/ui/skeleton.tsx";
import { cn } from "#lib/cn.ts";

const ROWS = ["w-28", "w-36", "w-24", "w-40", "w-32", "w-30", "w-44"];
const BUBBLES = ["w-2/5", "w-1/3 self-end", "w-1/2", "w-1/4", "w-3/5 self-end", "w-2/6"];

export function ListSkeleton() {
  return (
    <div className="flex-1 overflow-hidden px-2">
      {ROWS.map((width) => (
        <div key={width} className="mb-0.5 flex h-16 items-center gap-3 px-3">
          <Skeleton className="size-10 rounded-full" />
          <div className="grid flex-1 gap-2">
            <Skeleton className={cn("h-3.5", width)} />
            <Skeleton className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  );
}

export function ThreadSkeleton() {
  return (
    <div
      data-loading
      className="flex min-h-0 flex-1 flex-col justify-end gap-3 overflow-hidden bg-thread px-4 py-6 sm:px-6"
    >
      {BUBBLES.map((look) => (
        <Skeleton key={look} className={cn("h-11 rounded-xl", look)} />
      ))}
    </div>
  );
}

/** A conversation of which nothing is known yet: header, messages, composer. */
export function PaneSkeleton() {
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex h-16 shrink-0 items-center gap-3 border-b bg-card px-3 sm:px-5">
        <Skeleton className="size-10 rounded-full" />
        <div className="grid gap-2">
          <Skeleton className="h-3.5 w-36" />
          <Skeleton className="h-3 w-24" />
        </div>
      </div>
      <ThreadSkeleton />
      <div className="grid shrink-0 gap-1.5 border-t bg-card px-3 pt-2 pb-2 sm:px-5">
        <Skeleton className="h-7 w-28" />
        <Skeleton className="h-22 w-full rounded-xl" />
      </div>
    </div>
  );
}
