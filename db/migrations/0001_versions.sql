-- Browsers keep the row with the higher version, so every update must raise it, whoever writes it.
create function raise_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  return new;
end;
$$;
--> statement-breakpoint
create trigger conversations_version before update on conversations for each row execute function raise_version();
--> statement-breakpoint
create trigger messages_version before update on messages for each row execute function raise_version();
--> statement-breakpoint
create trigger conversation_reads_version before update on conversation_reads for each row execute function raise_version();
