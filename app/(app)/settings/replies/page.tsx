import type { Metadata } from "next";
import { SavedReplies } from "#components/settings/saved-replies.tsx";
import { requireMember } from "#lib/auth/session.ts";
import { getTranslator } from "#lib/i18n/server.ts";
import { listSavedReplies } from "#lib/teamwork/saved-replies.ts";
import { createSavedReply, deleteSavedReply, updateSavedReply } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("composer"))("replies.title") };
}

export default async function SavedRepliesPage() {
  const member = await requireMember();
  const [replies, t] = await Promise.all([listSavedReplies(member), getTranslator("composer")]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold">{t("replies.title")}</h1>
        <p className="max-w-prose text-sm text-pretty text-muted-foreground">{t("replies.intro")}</p>
      </header>
      <SavedReplies
        replies={replies}
        memberName={member.name}
        create={createSavedReply}
        update={updateSavedReply}
        remove={deleteSavedReply}
      />
    </div>
  );
}
