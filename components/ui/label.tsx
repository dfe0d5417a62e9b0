import type { ComponentProps } from "react";
import { cn } from "#lib/cn.ts";

export function Label({ className, ...props }: ComponentProps<"label">) {
  // biome-ignore lint/a11y/noLabelWithoutControl: what it belongs to is named by whoever uses it.
  return <label className={cn("text-sm font-medium text-foreground", className)} {...props} />;
}
