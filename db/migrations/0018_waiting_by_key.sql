-- Asks for every conversation by its id. A join is planned once for a whole connection, perhaps while there are few
-- conversations, and reads all of them from then on.
create or replace function follow_new_messages() returns trigger language plpgsql as $$
declare
  written record;
  before timestamptz;
  since timestamptz;
begin
  for written in
    select conversation_id as id, min(occurred_at) filter (where direction = 'inbound') as first_inbound,
      bool_or(direction = 'outbound') as is_answered
    from changed group by conversation_id order by conversation_id
  loop
    select waiting_since into before from conversations where id = written.id;
    continue when not case when before is null then written.first_inbound is not null
      else written.is_answered or coalesce(written.first_inbound < before, false) end;
    since := waiting_since_of(written.id);
    continue when since is not distinct from before;
    update conversations set waiting_since = since where id = written.id;
  end loop;
  return null;
end;
$$;
