DROP INDEX "conversations_open";--> statement-breakpoint
CREATE INDEX "conversations_unassigned" ON "conversations" USING btree ("workspace_id","last_message_at","id") WHERE "conversations"."closed_at" is null and "conversations"."snoozed_until" is null and "conversations"."assignee_id" is null;--> statement-breakpoint
CREATE INDEX "conversations_assignee" ON "conversations" USING btree ("assignee_id","last_message_at","id") WHERE "conversations"."closed_at" is null and "conversations"."snoozed_until" is null and "conversations"."assignee_id" is not null;--> statement-breakpoint
CREATE INDEX "conversations_waiting" ON "conversations" USING btree ("workspace_id","last_message_at","id") WHERE "conversations"."closed_at" is null and "conversations"."snoozed_until" is null and "conversations"."waiting_since" is not null;--> statement-breakpoint
CREATE INDEX "conversations_snoozed" ON "conversations" USING btree ("workspace_id","last_message_at","id") WHERE "conversations"."snoozed_until" is not null;--> statement-breakpoint
CREATE INDEX "conversations_due" ON "conversations" USING btree ("snoozed_until") WHERE "conversations"."snoozed_until" is not null;--> statement-breakpoint
CREATE INDEX "conversations_done" ON "conversations" USING btree ("workspace_id","last_message_at","id") WHERE "conversations"."closed_at" is not null;--> statement-breakpoint
CREATE INDEX "conversations_account" ON "conversations" USING btree ("instagram_account_id","last_message_at","id");--> statement-breakpoint
CREATE INDEX "conversations_closing" ON "conversations" USING btree ("workspace_id","last_inbound_at","id");--> statement-breakpoint
CREATE INDEX "conversations_open" ON "conversations" USING btree ("workspace_id","last_message_at","id") WHERE "conversations"."closed_at" is null and "conversations"."snoozed_until" is null;--> statement-breakpoint
-- Since when a customer waits follows from the messages alone, in whatever order they come and whoever writes them: the first
-- word of theirs after the last of ours that was not refused. Cards without an id, such as a referral, are no words (facts 3.1).
create function waiting_since_of(conversation uuid) returns timestamptz language sql stable as $$
  select min(occurred_at) from messages
  where conversation_id = conversation and direction = 'inbound' and deleted_at is null and (mid is not null or kind = 'postback')
    and occurred_at > coalesce((
      select occurred_at from messages
      where conversation_id = conversation and direction = 'outbound' and status <> 'failed'
      order by occurred_at desc limit 1), '-infinity')
$$;
--> statement-breakpoint
create function follow_new_messages() returns trigger language plpgsql as $$
begin
  update conversations set waiting_since = found.since
  from (
    select conversations.id, waiting_since_of(conversations.id) as since from conversations
    where exists (
      select 1 from changed
      where changed.conversation_id = conversations.id
        and case changed.direction
          when 'inbound' then conversations.waiting_since is null or changed.occurred_at < conversations.waiting_since
          else conversations.waiting_since is not null end)
  ) as found
  where conversations.id = found.id and conversations.waiting_since is distinct from found.since;
  return null;
end;
$$;
--> statement-breakpoint
create function follow_changed_message() returns trigger language plpgsql as $$
declare since timestamptz := waiting_since_of(new.conversation_id);
begin
  update conversations set waiting_since = since where id = new.conversation_id and waiting_since is distinct from since;
  return null;
end;
$$;
--> statement-breakpoint
create function follow_gone_messages() returns trigger language plpgsql as $$
begin
  update conversations set waiting_since = found.since
  from (
    select id, waiting_since_of(id) as since from conversations
    where id in (select conversation_id from changed)
  ) as found
  where conversations.id = found.id and conversations.waiting_since is distinct from found.since;
  return null;
end;
$$;
--> statement-breakpoint
create trigger messages_waiting_insert after insert on messages
  referencing new table as changed for each statement execute function follow_new_messages();
--> statement-breakpoint
create trigger messages_waiting_update after update of status, deleted_at, occurred_at on messages for each row
  when ((old.status = 'failed') is distinct from (new.status = 'failed')
    or (old.deleted_at is null) is distinct from (new.deleted_at is null)
    or old.occurred_at <> new.occurred_at)
  execute function follow_changed_message();
--> statement-breakpoint
create trigger messages_waiting_delete after delete on messages
  referencing old table as changed for each statement execute function follow_gone_messages();
--> statement-breakpoint
update conversations set waiting_since = waiting_since_of(id) where waiting_since is distinct from waiting_since_of(id);
