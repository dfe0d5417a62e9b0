"use client";
import {
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
  EmojiPicker as Picker,
} from "frimousse";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";

/** Names, search words and groups of emoji in the member's language, from our own address. */
export function EmojiPicker({ pick }: { pick: (emoji: string) => void }) {
  const t = useTranslations("composer");
  const common = useTranslations("common");
  const locale = useLocale();
  const [columns] = useState(fittingColumns);
  return (
    <Picker.Root
      locale={locale}
      emojibaseUrl="/emoji"
      columns={columns}
      onEmojiSelect={({ emoji }) => pick(emoji)}
      className="flex h-80 max-h-(--radix-popper-available-height) flex-col"
    >
      <Picker.Search
        placeholder={t("emojiSearch")}
        aria-label={t("emojiSearch")}
        className="m-2 h-9 rounded-md border border-input bg-card px-3 text-sm"
      />
      <Picker.Viewport tabIndex={0} aria-label={t("emoji")} className="relative min-h-0 flex-1 outline-offset-[-2px]">
        <Picker.Loading className="absolute inset-0 flex items-center justify-center text-sm text-muted-foreground">
          {common("loading")}
        </Picker.Loading>
        <Picker.Empty className="absolute inset-0 flex items-center justify-center text-sm text-muted-foreground">
          {t("emojiNone")}
        </Picker.Empty>
        <Picker.List className="pb-2 select-none" components={PARTS} />
      </Picker.Viewport>
    </Picker.Root>
  );
}

const PARTS = { CategoryHeader, Row, Emoji };

function CategoryHeader({ category, ...props }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div {...props} className="bg-popover px-3 pt-2 pb-1 text-xs font-medium text-muted-foreground">
      {category.label}
    </div>
  );
}

function Row(props: EmojiPickerListRowProps) {
  return <div {...countedFromOne(props)} className="px-2" />;
}

function Emoji({ emoji, ...props }: EmojiPickerListEmojiProps) {
  return (
    <button
      {...countedFromOne(props)}
      type="button"
      className="flex size-9 items-center justify-center rounded-md text-xl max-md:size-11 data-[active]:bg-accent"
    >
      {emoji.emoji}
    </button>
  );
}

/** The library counts from nought, assistive technology from one. */
function countedFromOne<P extends { "aria-rowindex"?: number; "aria-colindex"?: number }>(props: P): P {
  const { "aria-rowindex": row, "aria-colindex": column } = props;
  return {
    ...props,
    ...(row !== undefined && { "aria-rowindex": row + 1 }),
    ...(column !== undefined && { "aria-colindex": column + 1 }),
  };
}

/** As many as have room: nine on a desk, where an emoji takes 36 pixels, fewer on a phone, where it takes 44. */
function fittingColumns(): number {
  const cellPx = matchMedia("(min-width: 48rem)").matches ? 36 : 44;
  return Math.min(9, Math.floor((window.innerWidth - 48) / cellPx));
}
