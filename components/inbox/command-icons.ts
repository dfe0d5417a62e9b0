import {
  AlarmClock,
  ArrowDown,
  ArrowDownUp,
  ArrowUp,
  Check,
  CornerDownRight,
  Keyboard,
  ListChecks,
  type LucideIcon,
  MailOpen,
  NotebookPen,
  PanelRight,
  Paperclip,
  Reply,
  Search,
  Tag,
  TextSearch,
  Undo2,
  UserCheck,
  UserPlus,
} from "lucide-react";
import { CONVERSATION_VIEWS } from "#lib/inbox/views.ts";
import { VIEW_ICONS } from "./view-icons.ts";

const ICONS: Record<string, LucideIcon> = {
  done: Check,
  snooze: AlarmClock,
  assign: UserPlus,
  assignToMe: UserCheck,
  label: Tag,
  unread: MailOpen,
  customer: PanelRight,
  undo: Undo2,
  reply: Reply,
  note: NotebookPen,
  attach: Paperclip,
  search: Search,
  "search-within": TextSearch,
  next: ArrowDown,
  previous: ArrowUp,
  select: ListChecks,
  selectAll: ListChecks,
  sort: ArrowDownUp,
  help: Keyboard,
  ...Object.fromEntries(CONVERSATION_VIEWS.map((view) => [`view-${view}`, VIEW_ICONS[view]])),
};

/** By the command's id. */
export function commandIcon(id: string): LucideIcon {
  return ICONS[id] ?? CornerDownRight;
}
