import {
  AlarmClock,
  ArrowDown,
  ArrowDownUp,
  ArrowUp,
  Ban,
  Bell,
  BellOff,
  Check,
  CornerDownRight,
  CornerRightUp,
  Download,
  Heart,
  Keyboard,
  Link2,
  ListChecks,
  type LucideIcon,
  MailOpen,
  MessageCircleMore,
  MessageSquareText,
  NotebookPen,
  PanelRight,
  Paperclip,
  Reply,
  Search,
  Smile,
  Tag,
  TextSearch,
  Trash2,
  Undo2,
  UserCheck,
  UserPlus,
} from "lucide-react";
import { CONVERSATION_VIEWS } from "#lib/inbox/views.ts";
import { VIEW_ICONS } from "./view-icons.ts";

/** In the order in which the palette offers them. */
const ICONS: Record<string, LucideIcon> = {
  done: Check,
  snooze: AlarmClock,
  assign: UserPlus,
  assignToMe: UserCheck,
  label: Tag,
  unread: MailOpen,
  customer: PanelRight,
  "search-within": TextSearch,
  copyLink: Link2,
  reply: Reply,
  message: MessageCircleMore,
  note: NotebookPen,
  attach: Paperclip,
  emoji: Smile,
  savedReplies: MessageSquareText,
  heart: Heart,
  mute: BellOff,
  export: Download,
  "export-messages": Download,
  block: Ban,
  erase: Trash2,
  next: ArrowDown,
  previous: ArrowUp,
  undo: Undo2,
  select: ListChecks,
  extendDown: CornerDownRight,
  extendUp: CornerRightUp,
  selectAll: ListChecks,
  sort: ArrowDownUp,
  ...Object.fromEntries(CONVERSATION_VIEWS.map((view) => [`view-${view}`, VIEW_ICONS[view]])),
  search: Search,
  notifications: Bell,
  help: Keyboard,
};

const ORDER = Object.keys(ICONS);

/** By the command's id. */
export function commandIcon(id: string): LucideIcon {
  return ICONS[id] ?? CornerDownRight;
}

/** Whatever part of the page offers them, and when: what has no place in the order comes last. */
export function inOrder<C extends { id: string }>(commands: C[]): C[] {
  const placeOf = ({ id }: C) => (id in ICONS ? ORDER.indexOf(id) : ORDER.length);
  return commands.toSorted((one, other) => placeOf(one) - placeOf(other));
}
