"use client";
import {
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
  EmojiPicker as Picker,
} from "frimousse";
import { useLocale, useTranslations } from "use-intl";

/** Names, search words and groups of emoji in the member's language, from our own address. */
export function EmojiPicker({ pick }: { pick: (emoji: string) => void }) {
  const t = useTranslations("composer");
  const common = useTranslations("common");
  const locale = useLocale();
  return (
    <Picker.Root
      locale={locale}
      emojibaseUrl="/emoji"
      columns={9}
      onEmojiSelect={({ emoji }) => pick(emoji)}
      className="flex h-80 w-84 max-w-[calc(100vw-2rem)] flex-col"
    >
      <Picker.Search
        autoFocus
        placeholder={t("emojiSearch")}
        aria-label={t("emojiSearch")}
        className="m-2 h-9 rounded-md border border-input bg-card px-3 text-sm"
      />
      <Picker.Viewport className="relative min-h-0 flex-1 outline-none">
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
  return <div {...props} className="px-2" />;
}

function Emoji({ emoji, ...props }: EmojiPickerListEmojiProps) {
  return (
    <button
      {...props}
      type="button"
      className="flex size-9 items-center justify-center rounded-md text-xl data-[active]:bg-accent"
    >
      {emoji.emoji}
    </button>
  );
}
