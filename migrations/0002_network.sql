-- The network people live in. Every key and index leads with community_id, so the tables can be spread by it.
create table members (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  kind text not null check (kind in ('person', 'bot')),
  account_id bigint references accounts,
  name text not null,
  email text,
  external_id text,
  role text not null default 'member'
    check (role in ('member', 'content_moderator', 'account_manager', 'system_administrator')),
  language text,
  time_zone text,
  title text,
  department text,
  manager_id bigint,
  picture text,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  claimed_at timestamptz,
  deactivated_at timestamptz,
  search tsvector generated always as (search_words(name || ' ' || coalesce(title, '') || ' ' || coalesce(department, ''))) stored,
  primary key (community_id, id)
);
create unique index members_account on members (community_id, account_id) where account_id is not null;
create unique index members_email on members (community_id, lower(email)) where email is not null;
create index members_search on members using gin (community_id, search);

create table groups (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  name text not null,
  description text not null default '',
  privacy text not null check (privacy in ('open', 'closed', 'secret')),
  cover text not null default 'slate',
  created_by bigint not null,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  search tsvector generated always as (search_words(name || ' ' || description)) stored,
  primary key (community_id, id)
);
create index groups_search on groups using gin (community_id, search);

create table memberships (
  community_id bigint not null,
  group_id bigint not null,
  member_id bigint not null,
  role text not null default 'member' check (role in ('member', 'moderator', 'admin')),
  joined_at timestamptz not null default now(),
  primary key (community_id, group_id, member_id),
  foreign key (community_id, group_id) references groups,
  foreign key (community_id, member_id) references members
);
create index memberships_member on memberships (community_id, member_id, group_id);

-- A person asks to join (asked) or was invited (invited); the row goes when it is answered.
create table membership_offers (
  community_id bigint not null,
  group_id bigint not null,
  member_id bigint not null,
  kind text not null check (kind in ('asked', 'invited')),
  made_by bigint not null,
  made_at timestamptz not null default now(),
  primary key (community_id, group_id, member_id),
  foreign key (community_id, group_id) references groups
);
create index membership_offers_member on membership_offers (community_id, member_id);

create table posts (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  group_id bigint not null,
  author_id bigint not null,
  text text not null,
  format text not null default 'markdown',
  links jsonb not null default '[]',
  is_notice boolean not null default false,
  installation_id bigint,
  idempotency_key text,
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  deleted_at timestamptz,
  deleted_by bigint,
  search tsvector generated always as (search_words(text)) stored,
  primary key (community_id, id)
);
create index posts_group on posts (community_id, group_id, id desc) where deleted_at is null;
create unique index posts_idempotency on posts (community_id, author_id, idempotency_key) where idempotency_key is not null;
create index posts_search on posts using gin (community_id, search) where deleted_at is null;

create table comments (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  post_id bigint not null,
  group_id bigint not null,
  parent_id bigint,
  author_id bigint not null,
  text text not null,
  links jsonb not null default '[]',
  installation_id bigint,
  idempotency_key text,
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  deleted_at timestamptz,
  deleted_by bigint,
  search tsvector generated always as (search_words(text)) stored,
  primary key (community_id, id)
);
create index comments_post on comments (community_id, post_id, id);
create unique index comments_idempotency on comments (community_id, author_id, idempotency_key) where idempotency_key is not null;
create index comments_search on comments using gin (community_id, search) where deleted_at is null;

-- What a post or comment said before each edit.
create table edits (
  community_id bigint not null,
  subject_id bigint not null,
  id bigint not null default nextval('ids'),
  text text not null,
  edited_by bigint not null,
  edited_at timestamptz not null default now(),
  primary key (community_id, subject_id, id)
);

create table reactions (
  community_id bigint not null,
  subject_id bigint not null,
  member_id bigint not null,
  kind text not null,
  reacted_at timestamptz not null default now(),
  primary key (community_id, subject_id, member_id)
);

create table seen (
  community_id bigint not null,
  post_id bigint not null,
  member_id bigint not null,
  seen_at timestamptz not null default now(),
  primary key (community_id, post_id, member_id)
);

create table notifications (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  member_id bigint not null,
  kind text not null,
  actor_id bigint,
  group_id bigint,
  subject_id bigint,
  values jsonb not null default '{}',
  created_at timestamptz not null default now(),
  read_at timestamptz,
  primary key (community_id, id)
);
create index notifications_member on notifications (community_id, member_id, id desc);
create index notifications_unread on notifications (community_id, member_id) where read_at is null;

create table notification_settings (
  community_id bigint not null,
  member_id bigint not null,
  kind text not null,
  bell boolean not null,
  email boolean not null,
  primary key (community_id, member_id, kind)
);
