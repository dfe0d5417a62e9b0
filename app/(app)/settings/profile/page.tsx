import type { Metadata } from "next";
import { MemberName } from "#components/settings/member-name.tsx";
import { MemberPassword } from "#components/settings/member-password.tsx";
import { MemberSessions } from "#components/settings/member-sessions.tsx";
import { WritingPreferences } from "#components/settings/writing-preferences.tsx";
import { NotificationPreferences } from "#components/team/notification-preferences.tsx";
import { requireSession } from "#lib/auth/session.ts";
import { getTranslator } from "#lib/i18n/server.ts";
import { getPreferences, UNDO_CHOICES } from "#lib/members/preferences.ts";
import { listOwnSessions } from "#lib/members/queries.ts";
import {
  changePassword,
  endOwnSession,
  renameMember,
  saveNotificationPreferences,
  saveWritingPreferences,
} from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("members"))("profile.title") };
}

export default async function ProfilePage() {
  const { member, sessionId } = await requireSession();
  const [sessions, preferences, t] = await Promise.all([
    listOwnSessions(member),
    getPreferences(member),
    getTranslator("members"),
  ]);
  return (
    <div className="grid grid-cols-1 gap-6">
      <h1 className="text-xl font-semibold">{t("profile.title")}</h1>
      <MemberName name={member.name} email={member.email} rename={renameMember} />
      <WritingPreferences preferences={preferences} undoChoices={UNDO_CHOICES} save={saveWritingPreferences} />
      <NotificationPreferences preferences={preferences} save={saveNotificationPreferences} />
      <MemberPassword change={changePassword} />
      <MemberSessions sessions={sessions} ownId={sessionId} end={endOwnSession} />
    </div>
  );
}
