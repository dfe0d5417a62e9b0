import { AlarmClock, CircleCheck, CircleDashed, CircleUserRound, Hourglass, Inbox, Mail } from "lucide-react";

export const VIEW_ICONS = {
  mine: CircleUserRound,
  unassigned: CircleDashed,
  open: Inbox,
  waiting: Hourglass,
  unread: Mail,
  snoozed: AlarmClock,
  done: CircleCheck,
} as const;
