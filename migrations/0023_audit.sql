-- The audit's chain: each entry's seal is made with the one before it and a key that is not in the database (decision 0027).

-- In the order in which they were sealed, without a hole. Only ever added to.
create table audit_chain (
  community_id bigint not null,
  n bigint not null,
  audit_id bigint not null,
  sealed_at timestamptz not null default now(),
  seal text not null,
  primary key (community_id, n),
  unique (community_id, audit_id)
);

-- Where each chain ends, proved with the same key: what is cut off its end is missed.
create table audit_heads (
  community_id bigint primary key,
  n bigint not null,
  seal text not null,
  proof text not null,
  sealed_at timestamptz not null default now()
);

-- What is committed and not yet in a chain.
create table audit_unsealed (
  community_id bigint not null,
  audit_id bigint not null,
  primary key (community_id, audit_id)
);
create function await_seal() returns trigger language plpgsql as $$
begin
  insert into audit_unsealed (community_id, audit_id) select community_id, id from fresh;
  return null;
end $$;
create trigger audit_awaits_seal after insert on audit referencing new table as fresh for each statement execute function await_seal();
insert into audit_unsealed (community_id, audit_id) select community_id, id from audit;

-- What a seal is made over: every column that says something, each in one way of writing.
create function audit_words(entry audit) returns text language sql stable set timezone = 'UTC' as $$
  select json_build_array(entry.community_id::text, entry.id::text, to_char(entry.at, 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.actor_id::text, entry.action,
    entry.subject, entry.subject_id::text, entry.before, entry.after, entry.address, entry.user_agent, entry.country)::text
$$;

create index audit_recent on audit (community_id, at desc, id desc);
create index audit_subject on audit (community_id, subject, subject_id);
