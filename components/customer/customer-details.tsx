"use client";
import { Ban, BellOff } from "lucide-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { TimelineList } from "#components/team/timeline-list.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Comments } from "./comments.tsx";
import { CustomerActs } from "./customer-acts.tsx";
import { CustomerLabels } from "./customer-labels.tsx";
import { Encounters } from "./encounters.tsx";
import { CustomerFields } from "./fields.tsx";
import { CustomerNotes } from "./notes.tsx";
import { Section } from "./section.tsx";
import { SharedMedia } from "./shared-media.tsx";
import type { CustomerDetails as Details } from "./types.ts";
import { useCustomer } from "./use-customer.ts";

type CustomerDetailsProps = { conversation: ConversationSummary; isAdmin: boolean };

/** Everything about a customer below their name. */
export default function CustomerDetails({ conversation, isAdmin }: CustomerDetailsProps) {
  const t = useTranslations("customer");
  const { data: customer, isError, refetch } = useCustomer(conversation);
  const { contact } = conversation;
  if (!customer) {
    if (!isError) return <DetailsSkeleton />;
    return (
      <EmptyState
        title={t("failed")}
        action={
          <Button variant="secondary" onClick={() => void refetch()}>
            {t("tryAgain")}
          </Button>
        }
      />
    );
  }
  return (
    <>
      <CustomerActs conversation={conversation} isAdmin={isAdmin} />
      {(contact.isMuted || contact.isBlocked) && (
        <ul className="grid gap-1 px-5 pb-4 text-sm text-warning-text">
          {contact.isBlocked && <State icon={<Ban />}>{t("isBlocked")}</State>}
          {contact.isMuted && <State icon={<BellOff />}>{t("isMuted")}</State>}
        </ul>
      )}
      <Facts conversation={conversation} customer={customer} />
      <CustomerLabels conversation={conversation} />
      <CustomerNotes key={`notes ${contact.id}`} contactId={contact.id} saved={customer.notes} />
      <CustomerFields contactId={contact.id} values={customer.fields} isAdmin={isAdmin} />
      <Encounters conversationId={conversation.id} encounters={customer.encounters} />
      <Comments comments={customer.comments} />
      <SharedMedia
        key={`media ${contact.id}`}
        contactId={contact.id}
        conversationId={conversation.id}
        version={conversation.version}
      />
      <Section title={t("timeline")}>
        <TimelineList conversationId={conversation.id} />
      </Section>
    </>
  );
}

function Facts({ conversation, customer }: { conversation: ConversationSummary; customer: Details }) {
  const t = useTranslations("customer.facts");
  const format = useFormatter();
  const yesNo = (value: boolean | null) => t(value === null ? "unknown" : value ? "yes" : "no");
  return (
    <dl className="grid gap-2 border-t px-5 py-4 text-sm">
      <Fact name={t("followers")}>
        {customer.followerCount === null ? t("unknown") : format.number(customer.followerCount)}
      </Fact>
      <Fact name={t("followsYou")}>{yesNo(customer.followsBusiness)}</Fact>
      <Fact name={t("youFollow")}>{yesNo(customer.followedByBusiness)}</Fact>
      <Fact name={t("account")}>@{conversation.accountUsername}</Fact>
      {customer.firstMessageAt && (
        <Fact name={t("since")}>{format.dateTime(new Date(customer.firstMessageAt), { dateStyle: "medium" })}</Fact>
      )}
      {conversation.lastInboundAt && (
        <Fact name={t("lastWrote")}>
          <RelativeTime at={conversation.lastInboundAt} />
        </Fact>
      )}
      {conversation.contactReadAt && (
        <Fact name={t("hasSeen")}>
          <RelativeTime at={conversation.contactReadAt} />
        </Fact>
      )}
      <Fact name={t("lookedUp")}>
        {customer.profileFetchedAt ? <RelativeTime at={customer.profileFetchedAt} /> : t("never")}
      </Fact>
      {customer.profileError && <p className="text-xs text-pretty text-muted-foreground">{t("profileRefused")}</p>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="shrink-0 text-muted-foreground">{name}</dt>
      <dd className="min-w-0 text-right break-words">{children}</dd>
    </div>
  );
}

function State({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
      {icon}
      <span>{children}</span>
    </li>
  );
}

function DetailsSkeleton() {
  return (
    <div aria-hidden className="grid gap-3 px-5 py-4">
      {["w-3/5", "w-4/5", "w-1/2", "w-full", "w-2/3"].map((width) => (
        <Skeleton key={width} className={`h-4 ${width}`} />
      ))}
    </div>
  );
}
