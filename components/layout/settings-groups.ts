import { Activity, AtSign, CircleUserRound, Code, ListPlus, MessageSquareText, Tags, Users } from "lucide-react";

const GROUPS = [
  {
    name: "inbox",
    places: [
      { key: "accounts", icon: AtSign, isForAdmins: false },
      { key: "replies", icon: MessageSquareText, isForAdmins: false },
      { key: "labels", icon: Tags, isForAdmins: false },
      { key: "fields", icon: ListPlus, isForAdmins: true },
    ],
  },
  { name: "personal", places: [{ key: "profile", icon: CircleUserRound, isForAdmins: false }] },
  {
    name: "administration",
    places: [
      { key: "members", icon: Users, isForAdmins: true },
      { key: "developers", icon: Code, isForAdmins: true },
      { key: "system", icon: Activity, isForAdmins: true },
    ],
  },
] as const;

/** The pages of the settings that a member may see; `/settings/` and the key lead there. */
export function settingsGroups(isAdmin: boolean) {
  return GROUPS.map(({ name, places }) => ({
    name,
    places: places.filter((place) => isAdmin || !place.isForAdmins),
  })).filter(({ places }) => places.length > 0);
}
