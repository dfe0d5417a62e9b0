"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "#components/ui/avatar.tsx";
import { cn } from "#lib/cn.ts";
import type { Colleague } from "./team-cache.ts";
import { useColleagues } from "./use-presence.ts";

/** Which colleagues are here and whether they write; `otherwise` while nobody is. `PresenceStatus` tells it to who cannot see. */
export function PresenceLine({ conversationId, otherwise }: { conversationId: string; otherwise: ReactNode }) {
  const colleagues = useColleagues(conversationId);
  const words = usePresenceWords(colleagues);
  if (colleagues.length === 0) return otherwise;
  const isWriting = colleagues.some((colleague) => colleague.isWriting);
  return (
    <span
      aria-hidden
      className={cn(
        "flex min-w-0 items-center gap-1.5 text-sm text-muted-foreground",
        isWriting && "text-primary-text",
      )}
    >
      <Faces colleagues={colleagues} />
      <span className="truncate">{words}</span>
    </span>
  );
}

/** The same, told politely. It is always there, since a live region that comes with its words stays silent. */
export function PresenceStatus({ conversationId }: { conversationId: string }) {
  const words = usePresenceWords(useColleagues(conversationId));
  return (
    <span role="status" className="sr-only">
      {words}
    </span>
  );
}

/** In the list: the faces of who looks at this conversation. */
export function PresenceFaces({ conversationId }: { conversationId: string }) {
  const colleagues = useColleagues(conversationId);
  const words = usePresenceWords(colleagues);
  if (colleagues.length === 0) return null;
  const isWriting = colleagues.some((colleague) => colleague.isWriting);
  return (
    <span
      title={words}
      className={cn("-my-1 flex shrink-0 rounded-full border-2 border-success", isWriting && "border-primary")}
    >
      <Faces colleagues={colleagues} />
      <span className="sr-only">{words}</span>
    </span>
  );
}

function Faces({ colleagues }: { colleagues: Colleague[] }) {
  return (
    <span className="flex shrink-0 -space-x-1">
      {colleagues.slice(0, 3).map(({ memberId, name }) => (
        <Avatar
          key={memberId}
          id={memberId}
          name={name}
          className="size-4.5 text-[0.5rem] shadow-[0_0_0_1px_var(--card)]"
        />
      ))}
    </span>
  );
}

/** "Anna is writing …" before "Anna is viewing". */
function usePresenceWords(colleagues: Colleague[]): string {
  const t = useTranslations("team.presence");
  const writing = colleagues.filter(({ isWriting }) => isWriting);
  if (writing.length > 1) return t("writingMore", { count: writing.length });
  if (writing[0]) return t("writing", { name: writing[0].name });
  const [first, second] = colleagues;
  if (!first) return "";
  if (!second) return t("viewing", { name: first.name });
  if (colleagues.length === 2) return t("viewingTwo", { name: first.name, other: second.name });
  return t("viewingMore", { name: first.name, count: colleagues.length - 1 });
}
