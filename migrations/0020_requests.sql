-- What members ask for: at most one request an integration waits at a time, with everybody who wants it.
create table integration_requests (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  integration_id text not null,
  -- approving: somebody said yes, and the sign-in at the service has not come back yet.
  state text not null default 'open' check (state in ('open', 'approving', 'approved', 'declined', 'withdrawn')),
  asked_at timestamptz not null default now(),
  last_asked_at timestamptz not null default now(),
  seen_by bigint,
  seen_at timestamptz,
  -- null where a rule decided.
  decided_by bigint,
  decided_at timestamptz,
  note text,
  primary key (community_id, id)
);
create unique index integration_requests_waiting on integration_requests (community_id, integration_id) where state in ('open', 'approving');

create table request_supporters (
  community_id bigint not null,
  request_id bigint not null,
  member_id bigint not null,
  reason text not null default '',
  -- The post under which the link stood that they wanted to see.
  post_id bigint,
  asked_at timestamptz not null default now(),
  -- They have it, though others still wait.
  settled_at timestamptz,
  primary key (community_id, request_id, member_id),
  foreign key (community_id, request_id) references integration_requests
);
create index request_supporters_member on request_supporters (community_id, member_id, request_id desc);

-- Where they want it.
create table request_wishes (
  community_id bigint not null,
  request_id bigint not null,
  member_id bigint not null,
  group_id bigint not null,
  primary key (community_id, request_id, member_id, group_id),
  foreign key (community_id, request_id, member_id) references request_supporters on delete cascade
);

create table request_comments (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  request_id bigint not null,
  author_id bigint not null,
  -- Asked by those who decide, to be answered.
  question boolean not null default false,
  text text not null,
  at timestamptz not null default now(),
  primary key (community_id, id),
  foreign key (community_id, request_id) references integration_requests
);
create index request_comments_request on request_comments (community_id, request_id, id desc);

-- How a community takes requests: rules in their order, or an address of its own in place of the form.
create table request_policies (
  community_id bigint not null references communities,
  rules jsonb not null default '[]',
  own_text text,
  own_url text,
  changed_by bigint not null,
  changed_at timestamptz not null default now(),
  primary key (community_id)
);

-- A grant may end by itself: as a whole, or in one group.
alter table grants add column if not exists ends_at timestamptz;
alter table grant_groups add column if not exists ends_at timestamptz;
create index grants_ending on grants (ends_at) where superseded_at is null and ends_at is not null;
create index grant_groups_ending on grant_groups (ends_at) where ends_at is not null;
