"use client";
import { Pencil, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent, DialogHeader, DialogTitle } from "#components/ui/dialog.tsx";

type EditableRowProps = {
  edit: { label: string; run: () => void };
  remove: { label: string; run: () => void };
  children: ReactNode;
};

/** A row of a list that admins keep, with the buttons to change it and to delete it. */
export function EditableRow({ edit, remove, children }: EditableRowProps) {
  return (
    <li className="flex min-h-13 items-center gap-3 px-4 py-2 sm:px-5">
      {children}
      <Button variant="ghost" size="icon" aria-label={edit.label} onClick={edit.run}>
        <Pencil />
      </Button>
      <Button variant="ghost" size="icon" aria-label={remove.label} onClick={remove.run}>
        <Trash2 />
      </Button>
    </li>
  );
}

/** Where a row is changed: open while there are `children`. */
export function EditDialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <Dialog open={Boolean(children)} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-xl" aria-describedby={undefined}>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
        </DialogHeader>
        {children}
      </DialogContent>
    </Dialog>
  );
}
