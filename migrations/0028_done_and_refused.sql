-- What people had done at a service, by the key they sent along: the same key again does nothing again, and is told the same.
create table actions_done (
  community_id bigint not null,
  member_id bigint not null,
  key text not null,
  -- Hash of what was asked: the same key may not ask for something else.
  asked bytea not null,
  begun_at timestamptz not null default now(),
  -- What the service made of it, and what was answered, sealed; null while the service is asked.
  outcome bytea,
  primary key (community_id, member_id, key),
  foreign key (community_id, member_id) references members
);

-- What was refused at a hook's door, counted by the hour: no more rows than hours, whatever a stranger sends.
create table hook_refusals (
  community_id bigint not null,
  installation_id bigint not null,
  reason text not null check (reason in ('proof', 'too_large')),
  hour timestamptz not null,
  refused int not null,
  last_at timestamptz not null,
  primary key (community_id, installation_id, reason, hour)
);
