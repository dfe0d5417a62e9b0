"use client";
import { Smile } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { Spinner } from "#components/ui/spinner.tsx";

const EmojiPicker = lazy(() => import("./emoji-picker.tsx"));

/** The picker and its data come only when somebody asks for them. */
export function EmojiButton({ insert }: { insert: (emoji: string) => void }) {
  const t = useTranslations("inbox.composer");
  const [isOpen, setOpen] = useState(false);
  const pick = (emoji: string) => {
    setOpen(false);
    insert(emoji);
  };
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="icon"
          aria-label={t("emoji")}
          title={t("emoji")}
          className="text-muted-foreground"
        >
          <Smile />
        </Button>
      </PopoverTrigger>
      <PopoverContent
        side="top"
        align="start"
        aria-label={t("emoji")}
        className="p-0"
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        <Suspense
          fallback={
            <div className="flex h-80 w-84 max-w-full items-center justify-center">
              <Spinner />
            </div>
          }
        >
          <EmojiPicker pick={pick} />
        </Suspense>
      </PopoverContent>
    </Popover>
  );
}
