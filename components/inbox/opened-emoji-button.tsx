"use client";
import { Smile } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { focusWholeWhenTouched } from "#components/ui/touch.ts";
import { EmojiPicker } from "./emoji-picker.tsx";

/** Open from the start: it is loaded by the click that wants it. */
export default function OpenedEmojiButton({ insert }: { insert: (emoji: string) => void }) {
  const t = useTranslations("composer");
  const [isOpen, setOpen] = useState(true);
  const isPicked = useRef(false);
  const pick = (emoji: string) => {
    isPicked.current = true;
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
          data-emoji
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
        onOpenAutoFocus={focusWholeWhenTouched}
        onCloseAutoFocus={(event) => {
          // What was picked leads back into the text, and nothing else does.
          if (isPicked.current) event.preventDefault();
          isPicked.current = false;
        }}
      >
        <EmojiPicker pick={pick} />
      </PopoverContent>
    </Popover>
  );
}
