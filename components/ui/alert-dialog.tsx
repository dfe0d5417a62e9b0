"use client";
import { AlertDialog as RadixAlertDialog } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "#lib/cn.ts";
import { dialogLook, overlayLook } from "./dialog.tsx";

export const AlertDialog = RadixAlertDialog.Root;
/** Both take a `<Button>` as their child: `<AlertDialogAction asChild><Button>…`. */
export const AlertDialogAction = RadixAlertDialog.Action;
export const AlertDialogCancel = RadixAlertDialog.Cancel;

export function AlertDialogContent({ className, ...props }: ComponentProps<typeof RadixAlertDialog.Content>) {
  return (
    <RadixAlertDialog.Portal>
      <RadixAlertDialog.Overlay className={overlayLook} />
      <RadixAlertDialog.Content className={cn(dialogLook, "max-w-md", className)} {...props} />
    </RadixAlertDialog.Portal>
  );
}

export { DialogFooter as AlertDialogFooter, DialogHeader as AlertDialogHeader } from "./dialog.tsx";

export function AlertDialogTitle({ className, ...props }: ComponentProps<typeof RadixAlertDialog.Title>) {
  return <RadixAlertDialog.Title className={cn("text-lg font-semibold", className)} {...props} />;
}

export function AlertDialogDescription({ className, ...props }: ComponentProps<typeof RadixAlertDialog.Description>) {
  return <RadixAlertDialog.Description className={cn("text-sm text-muted-foreground", className)} {...props} />;
}
