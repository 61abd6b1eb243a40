-- What an administrator sees of every integration, changes in one place, and takes back.

-- What a day of calls moved, and how many of them failed.
alter table api_days
  add column errors int not null default 0,
  add column bytes bigint not null default 0,
  -- The last call of the day that was answered.
  add column last_at timestamptz;

-- How often a permission was needed, by day: a call that it let through, a card, a notice, an action.
create table permission_days (
  community_id bigint not null,
  installation_id bigint not null,
  permission text not null,
  day date not null,
  uses int not null default 0,
  primary key (community_id, installation_id, day, permission)
);

-- When a permission ends by itself, or ('') the integration as a whole.
create table grant_ends (
  community_id bigint not null,
  installation_id bigint not null,
  permission text not null,
  ends_at timestamptz not null,
  set_by bigint not null,
  told_at timestamptz,
  primary key (community_id, installation_id, permission),
  foreign key (community_id, installation_id) references installations
);
alter table installations drop constraint installations_reason_check;
alter table installations add constraint installations_reason_check
  check (reason in ('administrator', 'review', 'disuse', 'plan', 'ended'));
create index grant_ends_at on grant_ends (ends_at);

-- A change of one or many, so that it can be taken back as one: how each stood before it, and how it left it.
create table grant_changes (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  kind text not null,
  made_by bigint not null,
  made_at timestamptz not null default now(),
  undone_by bigint,
  undone_at timestamptz,
  primary key (community_id, id)
);
create table grant_change_parts (
  community_id bigint not null,
  change_id bigint not null,
  installation_id bigint not null,
  before jsonb not null,
  -- What tells the standing it left from any other.
  revision text not null,
  primary key (community_id, change_id, installation_id),
  foreign key (community_id, change_id) references grant_changes
);
create index grant_change_parts_installation on grant_change_parts (community_id, installation_id, change_id desc);
