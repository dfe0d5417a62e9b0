"use client";
import { useQueryClient } from "@tanstack/react-query";
import { MessagesSquare } from "lucide-react";
import { type ComponentType, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useCustomerCommands } from "#components/customer/use-customer-commands.ts";
import { useReadWhereOpened } from "#components/team/read-notifications.ts";
import { useTellPresence } from "#components/team/use-presence.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useIsAlive } from "#components/ui/use-is-alive.ts";
import { cn } from "#lib/cn.ts";
import { belongs } from "#lib/inbox/views.ts";
import { useAddress } from "./address.tsx";
import { DraftKeeper } from "./composer/draft-keeper.tsx";
import type { ConversationPaneProps } from "./conversation-pane.tsx";
import { CustomerPane } from "./customer-pane.tsx";
import { seed } from "./inbox-cache.ts";
import { useConversation, useConversationList, useThreadsAhead } from "./inbox-queries.ts";
import { ListPane } from "./list-pane.tsx";
import { useCatchUp } from "./live-updates.tsx";
import { MissingConversation } from "./missing-conversation.tsx";
import { inboxHref, useRouterAwake } from "./navigation.ts";
import { Overlays } from "./overlays.tsx";
import { selection } from "./selection.ts";
import { PaneSkeleton } from "./skeletons.tsx";
import type { ConversationSummary, FirstScreen, InboxActions, InboxViewer } from "./types.ts";
import { ActsContext, useConversationActions } from "./use-conversation-actions.ts";
import { useCustomerPanel } from "./use-customer-panel.ts";
import { useInboxCommands } from "./use-inbox-commands.ts";
import { useMoves } from "./use-moves.ts";
import { usePins } from "./use-pins.ts";
import { RepliesContext, useReplyActions } from "./use-replies.ts";
import { ViewRail } from "./view-rail.tsx";

export type InboxScreenProps = { viewer: InboxViewer; first: FirstScreen; actions: InboxActions };
/** Whether the pane comes with the page is for the page to say: around what the server has drawn there is no `Suspense`. */
type PaneProps = { Pane: ComponentType<ConversationPaneProps> };

/** List, conversation and customer: side by side on a desk, one at a time on a phone. The address says what is shown. */
export function InboxScreen({ viewer, first, actions, Pane }: InboxScreenProps & PaneProps) {
  const t = useTranslations("inbox");
  const client = useQueryClient();
  const catchUp = useCatchUp();
  useState(() => seed(client, first));
  useEffect(() => {
    seed(client, first);
    catchUp(first.cursor);
  }, [client, first, catchUp]);

  useRouterAwake();
  const { place, openedId } = useAddress();
  useTellPresence(openedId);
  useReadWhereOpened(openedId);
  const { conversation, missing } = useConversation(openedId);
  const keptId = useKept(
    inboxHref(openedId, place),
    conversation && belongs(conversation, place, viewer.memberId) ? openedId : null,
  );
  const { hold, drop, ...pinned } = usePins(openedId, place, viewer.memberId);
  const { list, ...state } = useConversationList(place, viewer.memberId, { keptId, ...pinned });
  useThreadsAhead(openedId, rowAfter(list, openedId)?.id);
  const replies = useReplyActions(viewer, actions);
  const { moveOn, neighbour } = useMoves(list, place);
  const acts = useConversationActions(actions, { moveOn, drop });
  const customer = useCustomerPanel(conversation !== undefined);
  const isAlive = useIsAlive();
  useEffect(() => acts.release(openedId), [acts, openedId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was picked out of one list is not meant in another.
  useEffect(() => selection.clear, [place]);
  useCustomerCommands(conversation, viewer.isAdmin);
  useInboxCommands({ viewer, list, conversation, neighbour, acts, replies });

  return (
    <RepliesContext value={replies}>
      <ActsContext value={acts}>
        <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <DraftKeeper viewer={viewer} openedId={openedId} />
          <div className="relative flex min-h-0 flex-1">
            <ViewRail accounts={viewer.accounts} />
            <ListPane viewer={viewer} list={list} hold={hold} {...state} />
            <div
              className={cn(
                "flex min-h-0 min-w-0 flex-1",
                !openedId && "max-md:hidden",
                customer.isOver && "max-md:invisible",
              )}
            >
              {conversation && (
                <Pane
                  key={conversation.id}
                  conversation={conversation}
                  viewer={viewer}
                  isCustomerShown={customer.isShown}
                  toggleCustomer={customer.toggle}
                  markRead={acts.markRead}
                />
              )}
              {openedId && !conversation && !missing && <PaneSkeleton />}
              {openedId && missing && <MissingConversation {...missing} listHref={inboxHref(null, place)} />}
              {!openedId && list.length === 0 && <div className="flex-1 bg-thread" />}
              {!openedId && list.length > 0 && (
                <EmptyState className="flex-1 bg-thread" icon={<MessagesSquare />} title={t("empty.pickTitle")}>
                  {t("empty.pick")}
                </EmptyState>
              )}
            </div>
            {conversation && customer.isDrawn && (
              <div className={customer.look} inert={!isAlive}>
                <CustomerPane
                  key={conversation.id}
                  conversation={conversation}
                  isAdmin={viewer.isAdmin}
                  isOver={customer.isOver}
                  close={customer.close}
                />
              </div>
            )}
          </div>
        </main>
        <Overlays viewer={viewer} />
      </ActsContext>
    </RepliesContext>
  );
}

function rowAfter(list: ConversationSummary[], id: string | null): ConversationSummary | undefined {
  const index = list.findIndex((row) => row.id === id);
  return index < 0 ? undefined : list[index + 1];
}

/** The opened row stays in its list for as long as it is open, though reading it has taken it out of the view. */
function useKept(place: string, belongingId: string | null): string | null {
  const [kept, setKept] = useState({ place, id: belongingId });
  if (kept.place === place) return kept.id;
  setKept({ place, id: belongingId });
  return belongingId;
}
