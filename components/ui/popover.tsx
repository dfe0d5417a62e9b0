"use client";
import { Popover as RadixPopover } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "#lib/cn.ts";
import { floatingLook } from "./dropdown-menu.tsx";

export const Popover = RadixPopover.Root;
export const PopoverTrigger = RadixPopover.Trigger;

export function PopoverContent({ className, ...props }: ComponentProps<typeof RadixPopover.Content>) {
  return (
    <RadixPopover.Portal>
      <RadixPopover.Content
        sideOffset={6}
        collisionPadding={8}
        className={cn(floatingLook, "max-w-[calc(100vw-1rem)] p-3", className)}
        {...props}
      />
    </RadixPopover.Portal>
  );
}
