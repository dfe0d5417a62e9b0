-- Finds parts of words, and names that are misspelt. A trusted extension: whoever may create in this database may add it.
do $$ begin
  create extension if not exists pg_trgm;
exception when others then
  raise exception 'Antwort needs the Postgres extension pg_trgm and could not add it (%). Install your system''s package of Postgres extensions (on Debian it is part of the server), and have a superuser run "create extension pg_trgm" in this database.', sqlerrm;
end $$;
--> statement-breakpoint
-- Text as it is compared: small letters without marks, punctuation as one space, symbols such as emoji as words of their own.
-- German umlauts are spelt out, and where that changes anything the shorter spelling follows: Müller is found as Mueller and as Muller.
-- `lib/search/fold.ts` folds queries in the same way; both change together, and what is stored is folded anew.
create function search_words(said text) returns text language plpgsql immutable strict parallel safe as $$
declare
  folded text := left(said, 4000);
  short text;
begin
  if octet_length(folded) = char_length(folded) then
    folded := regexp_replace(lower(folded collate "C"), '[^a-z0-9]+', ' ', 'g');
  else
    folded := lower(lower(normalize(folded, NFKD) collate "C") collate "default");
    folded := regexp_replace(folded, '([aou])\u0308', '\1e', 'g');
    folded := regexp_replace(folded, '[\u0300-\u036F\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFE00-\uFE0F\uFEFF\U0001F3FB-\U0001F3FF]+', '', 'g');
    folded := replace(replace(replace(replace(replace(replace(folded, 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe');
    folded := translate(folded, 'ıøØłŁđĐς', 'ioollddσ');
    if folded ~ '[\u2070-\u2BFF\u2E80-\uA4CF\uF900-\uFAFF\U00010000-\U0010FFFF]' then
      select string_agg(
        case when c ~ '[\u2070-\u2BFF\u2E80-\uA4CF\uF900-\uFAFF\U00010000-\U0010FFFF]' then ' z' || to_hex(ascii(c)) || ' ' else c end,
        '' order by place)
      into folded from unnest(string_to_array(folded, null)) with ordinality as part (c, place);
    end if;
    folded := regexp_replace(folded, '[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00BF\u00D7\u00F7\u2000-\u206F\u3000-\u3003]+', ' ', 'g');
  end if;
  folded := btrim(folded);
  if folded = '' then return null; end if;
  short := regexp_replace(folded, '([aou])e(?=[a-z])', '\1', 'g');
  return ' ' || folded || case when short = folded then ' ' else E' \n ' || short || ' ' end;
end $$;
--> statement-breakpoint
CREATE TABLE "search_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"workspace_id" uuid NOT NULL,
	"instagram_account_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"words" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "words" text GENERATED ALWAYS AS (search_words(coalesce(name, '') || ' ' || coalesce(username, ''))) STORED;
--> statement-breakpoint
insert into search_entries (id, kind, workspace_id, instagram_account_id, at, words)
select id, 'message', workspace_id, instagram_account_id, occurred_at, words
from (select *, search_words(text) as words from messages where text is not null order by occurred_at) as said
where words is not null;
--> statement-breakpoint
insert into search_entries (id, kind, workspace_id, instagram_account_id, at, words)
select notes.id, 'note', notes.workspace_id, instagram_account_id, notes.created_at, search_words(text)
from notes join conversations on conversations.id = conversation_id
where deleted_at is null and search_words(text) is not null;
--> statement-breakpoint
insert into search_entries (id, kind, workspace_id, instagram_account_id, at, words)
select id, 'contact', workspace_id, instagram_account_id, now(), search_words(notes)
from contacts where search_words(notes) is not null;
--> statement-breakpoint
CREATE INDEX "search_entries_newest" ON "search_entries" USING btree ("workspace_id","at","id");--> statement-breakpoint
CREATE INDEX "search_entries_words" ON "search_entries" USING gin ("words" gin_trgm_ops) WITH (gin_pending_list_limit=1024);--> statement-breakpoint
CREATE INDEX "contacts_words" ON "contacts" USING gin ("words" gin_trgm_ops);
--> statement-breakpoint
create function search_put(entry uuid, entry_kind text, workspace uuid, account uuid, said_at timestamptz, said text) returns void language plpgsql as $$
declare
  folded text := search_words(said);
begin
  if folded is null then
    delete from search_entries where id = entry;
  else
    insert into search_entries (id, kind, workspace_id, instagram_account_id, at, words)
    values (entry, entry_kind, workspace, account, said_at, folded)
    on conflict (id) do update set at = excluded.at, words = excluded.words;
  end if;
end $$;
--> statement-breakpoint
create function search_messages_added() returns trigger language plpgsql as $$
begin
  insert into search_entries (id, kind, workspace_id, instagram_account_id, at, words)
  select id, 'message', workspace_id, instagram_account_id, occurred_at, words
  from (select *, search_words(text) as words from added where text is not null) as said
  where words is not null
  on conflict (id) do update set at = excluded.at, words = excluded.words;
  return null;
end $$;
--> statement-breakpoint
create function search_message_changed() returns trigger language plpgsql as $$
begin
  perform search_put(new.id, 'message', new.workspace_id, new.instagram_account_id, new.occurred_at, new.text);
  return null;
end $$;
--> statement-breakpoint
create function search_note_changed() returns trigger language plpgsql as $$
begin
  perform search_put(new.id, 'note', new.workspace_id, conversations.instagram_account_id, new.created_at,
    case when new.deleted_at is null then new.text end)
  from conversations where conversations.id = new.conversation_id;
  return null;
end $$;
--> statement-breakpoint
create function search_contact_changed() returns trigger language plpgsql as $$
begin
  perform search_put(new.id, 'contact', new.workspace_id, new.instagram_account_id, now(), new.notes);
  return null;
end $$;
--> statement-breakpoint
create function search_entry_gone() returns trigger language plpgsql as $$
begin
  delete from search_entries where id = old.id;
  return null;
end $$;
--> statement-breakpoint
create trigger search_messages_added after insert on messages referencing new table as added
  for each statement execute function search_messages_added();
--> statement-breakpoint
create trigger search_message_changed after update on messages for each row
  when (old.text is distinct from new.text or old.occurred_at is distinct from new.occurred_at)
  execute function search_message_changed();
--> statement-breakpoint
create trigger search_message_gone after delete on messages for each row when (old.text is not null)
  execute function search_entry_gone();
--> statement-breakpoint
create trigger search_note_changed after insert or update on notes for each row execute function search_note_changed();
--> statement-breakpoint
create trigger search_note_gone after delete on notes for each row execute function search_entry_gone();
--> statement-breakpoint
create trigger search_contact_added after insert on contacts for each row when (new.notes is not null)
  execute function search_contact_changed();
--> statement-breakpoint
create trigger search_contact_changed after update on contacts for each row when (old.notes is distinct from new.notes)
  execute function search_contact_changed();
--> statement-breakpoint
create trigger search_contact_gone after delete on contacts for each row when (old.notes is not null)
  execute function search_entry_gone();
