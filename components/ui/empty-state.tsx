import type { ReactNode } from "react";
import { cn } from "#lib/cn.ts";

type EmptyStateProps = {
  icon?: ReactNode;
  title: ReactNode;
  /** What this place is for, or what to do next. */
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center justify-center gap-3 px-6 py-12 text-center", className)}>
      {icon && (
        <div className="flex size-12 items-center justify-center rounded-full bg-muted text-muted-foreground [&_svg]:size-6">
          {icon}
        </div>
      )}
      <h2 className="text-base font-semibold text-balance">{title}</h2>
      {children && <div className="max-w-sm text-sm text-pretty text-muted-foreground">{children}</div>}
      {action && <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
