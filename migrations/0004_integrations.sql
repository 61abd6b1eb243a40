-- Integrations: an installation is an integration in a community, with a bot and a grant. Listings of connectors live in the catalog.
create table installations (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  integration_id text not null,
  bot_id bigint not null,
  state text not null default 'enabled' check (state in ('enabled', 'disabled', 'removed')),
  reason text check (reason in ('administrator', 'review', 'disuse', 'plan')),
  settings jsonb not null default '{}',
  -- Client id and secret at the service, sealed.
  credentials bytea,
  -- The unguessable part of the address where the service posts.
  inbound_key text not null unique,
  connection text not null default 'none' check (connection in ('none', 'pending', 'connected', 'broken')),
  problem text,
  enabled_by bigint not null,
  enabled_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (community_id, id),
  foreign key (community_id, bot_id) references members
);
create unique index installations_integration on installations (community_id, integration_id) where state <> 'removed';

-- Never edited, only replaced: the current grant is the one not superseded.
create table grants (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  permissions text[] not null,
  everyone boolean not null,
  granted_by bigint not null,
  granted_at timestamptz not null default now(),
  superseded_at timestamptz,
  primary key (community_id, id),
  foreign key (community_id, installation_id) references installations
);
create unique index grants_current on grants (community_id, installation_id) where superseded_at is null;

create table grant_groups (
  community_id bigint not null,
  grant_id bigint not null,
  group_id bigint not null,
  primary key (community_id, grant_id, group_id),
  foreign key (community_id, grant_id) references grants
);

-- One sign-in at a service under way: single use, bound to the session and to the installation it was begun for.
create table oauth_states (
  state_hash bytea primary key,
  community_id bigint not null,
  session_id bigint not null references sessions on delete cascade,
  member_id bigint not null,
  installation_id bigint not null,
  purpose text not null check (purpose in ('installation', 'member')),
  sealed bytea not null,
  made_at timestamptz not null default now(),
  ends_at timestamptz not null
);

-- A person's (or, held by the bot, the installation's own) account at the service.
create table linked_accounts (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  member_id bigint not null,
  installation_id bigint not null,
  external_id text not null,
  label text not null,
  tokens bytea not null,
  scopes text[] not null default '{}',
  expires_at timestamptz,
  state text not null default 'working' check (state in ('working', 'broken')),
  problem text,
  linked_at timestamptz not null default now(),
  refreshed_at timestamptz,
  primary key (community_id, id),
  foreign key (community_id, installation_id) references installations
);
create unique index linked_accounts_member on linked_accounts (community_id, installation_id, member_id);

-- "Not now" and "never ask" of the connect prompt on a card.
create table linking_choices (
  community_id bigint not null,
  installation_id bigint not null,
  member_id bigint not null,
  never boolean not null,
  until timestamptz,
  primary key (community_id, installation_id, member_id)
);

-- Structured key, never a joined string. viewer_id 0 = everyone (public, or the whole company by the service's own word).
create table link_previews (
  community_id bigint not null,
  installation_id bigint not null default 0,
  url_hash bytea not null,
  viewer_id bigint not null default 0,
  -- Sealed: a dump of the table shows nobody's content.
  outcome bytea not null,
  fetched_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (community_id, installation_id, url_hash, viewer_id)
);
create index link_previews_viewer on link_previews (community_id, viewer_id);

create table notice_routes (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  group_id bigint not null,
  events text[] not null,
  filter jsonb not null default '{}',
  audience text not null check (audience in ('checked', 'group')),
  made_by bigint not null,
  made_at timestamptz not null default now(),
  primary key (community_id, id),
  foreign key (community_id, installation_id) references installations
);
create unique index notice_routes_group on notice_routes (community_id, installation_id, group_id);

create table inbound_events (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  delivery_key text not null,
  event text,
  outcome text not null check (outcome in ('waiting', 'posted', 'ignored', 'unrecognised', 'refused', 'parked', 'cancelled')),
  reason text,
  -- Headers and body as they came, sealed, so that what was not understood can be replayed.
  request bytea not null,
  received_at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (community_id, id)
);
create unique index inbound_events_delivery on inbound_events (community_id, installation_id, delivery_key);
create index inbound_events_installation on inbound_events (community_id, installation_id, id desc);

-- What a notice post says, apart from the post: a checked reader sees the values only after the service let them see the thing.
create table notices (
  community_id bigint not null,
  post_id bigint not null,
  installation_id bigint not null,
  inbound_event_id bigint not null,
  event text not null,
  audience text not null check (audience in ('checked', 'group')),
  -- {key, values, facts, link, reference}, sealed.
  content bytea not null,
  primary key (community_id, post_id)
);
create unique index notices_once on notices (community_id, inbound_event_id, post_id);

create table subscriptions (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  external_id text not null,
  sealed bytea,
  expires_at timestamptz,
  state text not null default 'active' check (state in ('active', 'failed')),
  problem text,
  made_at timestamptz not null default now(),
  renewed_at timestamptz,
  primary key (community_id, id),
  foreign key (community_id, installation_id) references installations
);
create index subscriptions_installation on subscriptions (community_id, installation_id);
