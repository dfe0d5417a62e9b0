import type { QueryClient } from "@tanstack/react-query";
import type { useTranslations } from "use-intl";
import { newsPosition, toast } from "#components/ui/toaster.tsx";
import { personName } from "#lib/format.ts";
import { readRows } from "../inbox-cache.ts";
import { goTo } from "../navigation.ts";
import { closingStage } from "./closing-stage.ts";
import type { KnownDraft } from "./composer-doors.ts";
import { readDraftId } from "./draft-box.ts";
import { draftBoxOf } from "./use-draft.ts";

type Look = {
  client: QueryClient;
  memberId: string;
  openedId: string | null;
  listed: KnownDraft[];
  t: ReturnType<typeof useTranslations<"composer">>;
};

const warned = new Map<string, number>();

/** Somebody has begun to write there, and the time is nearly over: once an hour before, and once at the end. */
export function warnOfClosing({ client, memberId, openedId, listed, t }: Look): void {
  const now = new Date();
  const rows = readRows(client);
  for (const [draftId] of draftBoxOf(memberId).list()) {
    const { conversationId: id, isNote } = readDraftId(draftId);
    const known = rows[id] ?? listed.find(({ conversationId }) => conversationId === id);
    if (isNote || id === openedId || !known?.answerableUntil) continue;
    const leftMs = Date.parse(known.answerableUntil) - now.getTime();
    if (leftMs <= 0) continue;
    const stage = closingStage(leftMs);
    if (stage < 2 || (warned.get(id) ?? 0) >= stage) continue;
    warned.set(id, stage);
    const name = personName(known.contact);
    toast.warning(t("closingDraft", { name, minutes: Math.max(1, Math.floor(leftMs / 60_000)) }), {
      duration: 30_000,
      position: newsPosition(),
      action: { label: t("openConversation"), onClick: () => goTo(`/inbox/${id}`) },
    });
  }
}
