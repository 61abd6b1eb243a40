-- The server itself: its settings, the one sequence of ids, and people who sign in (accounts belong to no community).
create extension if not exists unaccent;
create extension if not exists btree_gin;

-- Fifteen digits, as Workplace's ids have; one sequence for the whole server, so ids sort by time.
create sequence ids start 100000000000001;

create table server_settings (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz not null default now()
);

create table accounts (
  id bigint primary key default nextval('ids'),
  email text not null,
  password_hash text,
  language text not null default 'en',
  server_roles text[] not null default '{}',
  created_at timestamptz not null default now(),
  password_changed_at timestamptz
);
create unique index accounts_email on accounts (lower(email));

create table communities (
  id bigint primary key default nextval('ids'),
  name text not null,
  domain text not null unique,
  plan text not null default 'advanced' check (plan in ('essential', 'advanced')),
  language text not null default 'en',
  created_at timestamptz not null default now()
);

-- Only a hash of the cookie's token is kept. `community_id` is the seat the browser sits in now.
create table sessions (
  id bigint primary key default nextval('ids'),
  token_hash bytea not null unique,
  account_id bigint not null references accounts,
  community_id bigint not null references communities,
  address text,
  user_agent text,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  ends_at timestamptz not null
);
create index sessions_account on sessions (account_id);

-- Failed sign-ins, counted per account and per network (threats.md A28).
create table sign_in_failures (
  subject text not null,
  at timestamptz not null default now()
);
create index sign_in_failures_subject on sign_in_failures (subject, at);

-- Invitations and password resets: used once, kept as a hash.
create table one_time_links (
  id bigint primary key default nextval('ids'),
  token_hash bytea not null unique,
  kind text not null check (kind in ('invitation', 'reset')),
  community_id bigint not null references communities,
  member_id bigint not null,
  made_by bigint,
  made_at timestamptz not null default now(),
  ends_at timestamptz not null,
  used_at timestamptz
);
create index one_time_links_member on one_time_links (community_id, member_id);

-- Immutable, so that indexes may use it; the dictionary is named in full because an index must not depend on a search path.
create function search_words(text) returns tsvector
  language sql immutable parallel safe
  as $$ select to_tsvector('simple', public.unaccent('public.unaccent', $1)) $$;
create function search_query(text) returns tsquery
  language sql immutable parallel safe
  as $$ select websearch_to_tsquery('simple', public.unaccent('public.unaccent', $1)) $$;
