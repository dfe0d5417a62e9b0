import type { ComponentProps } from "react";
import { cn } from "#lib/cn.ts";

export const fieldLook =
  "w-full rounded-md border border-input bg-card px-3 text-base text-foreground placeholder:text-muted-foreground placeholder-shown:text-ellipsis disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-destructive focus-visible:outline-offset-0";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(fieldLook, "h-10", className)} {...props} />;
}
