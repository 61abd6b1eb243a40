-- What happened, what is to be done, and who did it.

-- Ids commit out of order, so readers follow (xid, id) below the oldest running transaction (stack.md 12).
create table events (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  xid xid8 not null default pg_current_xact_id(),
  topic text not null,
  field text not null,
  verb text not null,
  subject_id bigint not null,
  group_id bigint,
  actor_id bigint,
  data jsonb not null default '{}',
  at timestamptz not null default now(),
  primary key (community_id, id)
);
create index events_order on events (xid, id);

create table jobs (
  community_id bigint not null default 0,
  id bigint not null default nextval('ids'),
  kind text not null,
  payload jsonb not null default '{}',
  -- Work for one installation can be cancelled with it.
  installation_id bigint,
  run_at timestamptz not null default now(),
  attempts int not null default 0,
  leased_until timestamptz,
  -- A job that failed for good stays, with its reason, until somebody looks: `parked` or `cancelled`.
  ended_as text,
  problem text,
  primary key (community_id, id)
);
create index jobs_due on jobs (run_at) where ended_as is null;
create index jobs_installation on jobs (community_id, installation_id) where ended_as is null and installation_id is not null;

create table audit (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  actor_id bigint,
  action text not null,
  subject text not null,
  subject_id bigint,
  before jsonb,
  after jsonb,
  address text,
  primary key (community_id, id)
);
