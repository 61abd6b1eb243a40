-- Programs that a community's administrators make: their listing, their credentials, their tokens, and what they asked.

-- The id is the app id of the Graph API. `deleted_at` is kept for thirty days, in which it can be taken back.
create table custom_integrations (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  name text not null,
  description text not null default '',
  -- A small picture, re-encoded by us, and what tells it from the one before in its address.
  logo bytea,
  logo_key text,
  discoverable boolean not null default false,
  -- Who answers for it: a role of the community, or a group; never one person.
  owner_role text,
  owner_group_id bigint,
  made_by bigint not null,
  made_at timestamptz not null default now(),
  changed_by bigint,
  changed_at timestamptz not null default now(),
  deleted_at timestamptz,
  deleted_by bigint,
  -- What its installation was before it was deleted, to be again when that is taken back.
  deleted_state text,
  deleted_reason text,
  primary key (community_id, id),
  foreign key (community_id, made_by) references members
);
create index custom_integrations_deleted on custom_integrations (deleted_at) where deleted_at is not null;

-- What a program proves itself with. A vendor's app belongs to no community; a custom one to the one it was made in.
create table apps (
  id bigint primary key,
  community_id bigint,
  -- Sealed.
  secret bytea not null,
  previous_secret bytea,
  overlap_ends_at timestamptz,
  client_token text not null,
  require_proof boolean not null default false,
  -- Addresses or CIDR blocks; empty: from anywhere.
  ip_allow text[] not null default '{}'
);

-- Opaque, known by their hash. One installation may have several while an overlap lasts.
create table access_tokens (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  token_hash bytea not null unique,
  made_by bigint not null,
  made_at timestamptz not null default now(),
  ends_at timestamptz,
  revoked_at timestamptz,
  primary key (community_id, id),
  foreign key (community_id, installation_id) references installations
);
create index access_tokens_installation on access_tokens (community_id, installation_id);

-- Every call in either direction; never bodies or tokens. Kept by day, so that what is old is dropped and not deleted.
create table api_log (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  at timestamptz not null default now(),
  installation_id bigint,
  app_id bigint,
  api text not null,
  method text not null,
  path text not null,
  permission text,
  group_id bigint,
  status int not null,
  code int,
  duration_ms real not null,
  bytes int not null default 0,
  address text,
  user_agent text,
  trace_id text not null,
  primary key (community_id, at, id)
) partition by range (at);
create index api_log_installation on api_log (community_id, installation_id, at desc);
create table api_log_default partition of api_log default;

-- What was used, for the sixty days after which what is not used is taken away.
create table api_days (
  community_id bigint not null,
  installation_id bigint not null,
  day date not null,
  calls int not null default 0,
  primary key (community_id, installation_id, day)
);
create table permission_uses (
  community_id bigint not null,
  installation_id bigint not null,
  permission text not null,
  used_at timestamptz not null,
  primary key (community_id, installation_id, permission)
);

-- What is about to be taken away, or was, because nobody used it: a permission, or ('') the integration as a whole.
create table disuse (
  community_id bigint not null,
  installation_id bigint not null,
  permission text not null,
  warned_at timestamptz,
  ended_at timestamptz,
  primary key (community_id, installation_id, permission),
  foreign key (community_id, installation_id) references installations
);

-- What a program wrote goes and comes back with it.
create index posts_installation on posts (community_id, installation_id) where installation_id is not null;
create index comments_installation on comments (community_id, installation_id) where installation_id is not null;

-- What the Graph API knows of a group and of a person beyond what our screens show.
alter table groups
  add column purpose text not null default 'WORK_TEAMWORK',
  add column post_permissions text not null default 'NONE' check (post_permissions in ('NONE', 'ADMIN_ONLY')),
  add column posts_need_approval boolean not null default false,
  add column join_setting text not null default 'NONE' check (join_setting in ('NONE', 'ANYONE', 'ADMIN_ONLY')),
  add column changed_at timestamptz not null default now();
alter table members
  add column organization text,
  add column division text,
  add column cost_center text,
  add column phone text,
  add column address text,
  add column about text,
  add column work_locale text,
  add column auth_method text not null default 'password' check (auth_method in ('password', 'sso')),
  add column is_frontline boolean not null default false,
  add column has_frontline_access boolean not null default false,
  add column invited_at timestamptz,
  add column changed_at timestamptz not null default now();
create index members_external on members (community_id, external_id) where external_id is not null;
create index members_manager on members (community_id, manager_id) where manager_id is not null;
-- Who was in a group, and left.
create table former_memberships (
  community_id bigint not null,
  group_id bigint not null,
  member_id bigint not null,
  joined_at timestamptz not null,
  left_at timestamptz not null default now(),
  primary key (community_id, group_id, member_id)
);
-- Comments of programs may be plain text, as their posts may.
alter table comments add column format text not null default 'markdown';
create index posts_links on posts using gin (community_id, links jsonb_path_ops) where deleted_at is null;
create index posts_author on posts (community_id, author_id, id desc) where deleted_at is null;
create index comments_parent on comments (community_id, parent_id, id) where parent_id is not null;
