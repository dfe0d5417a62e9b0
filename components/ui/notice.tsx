import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#lib/cn.ts";

const LOOKS = {
  info: { icon: Info, className: "bg-muted text-foreground", iconClassName: "text-muted-foreground" },
  success: { icon: CircleCheck, className: "bg-success-soft text-success-text", iconClassName: "" },
  warning: { icon: TriangleAlert, className: "bg-warning-soft text-warning-text", iconClassName: "" },
  error: { icon: CircleAlert, className: "bg-destructive-soft text-destructive-text", iconClassName: "" },
};

type NoticeProps = {
  tone?: keyof typeof LOOKS;
  title?: ReactNode;
  children?: ReactNode;
  /** The button or link that mends it. */
  remedy?: ReactNode;
  /** `status` for news, `alert` for what must interrupt; none for what stands on the page from the start. */
  role?: "status" | "alert";
  className?: string;
};

export function Notice({ tone = "info", title, children, remedy, role, className }: NoticeProps) {
  const { icon: Icon, ...look } = LOOKS[tone];
  return (
    <div role={role} className={cn("flex gap-3 rounded-lg px-4 py-3 text-sm", look.className, className)}>
      <Icon aria-hidden className={cn("mt-px size-4.5 shrink-0", look.iconClassName)} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 flex-1 basis-56 grid-cols-[minmax(0,1fr)] gap-0.5">
          {title && <p className="font-semibold">{title}</p>}
          {children && <div className="text-pretty break-words">{children}</div>}
        </div>
        {remedy && <div className="flex shrink-0 flex-wrap gap-2">{remedy}</div>}
      </div>
    </div>
  );
}
