import type { ComponentProps } from "react";
import { cn } from "#lib/cn.ts";
import { fieldLook } from "./input.tsx";

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(fieldLook, "min-h-20 py-2", className)} {...props} />;
}
