-- What files, surveys and meetings need beyond links and events.

-- A picture of the thing on the card, small, sealed like the card it belongs to.
alter table link_previews add column thumbnail bytea;

-- What events said of a thing that everyone in a group may know, for the card that needs no account.
create table known_things (
  community_id bigint not null,
  installation_id bigint not null,
  group_id bigint not null,
  item_hash bytea not null,
  known bytea not null,
  -- The post that brought it here, to show it anew when more is known.
  post_id bigint,
  changed_at timestamptz not null default now(),
  primary key (community_id, installation_id, group_id, item_hash)
);

-- Things that a group follows: notices of other things of such a service stay out.
create table follows (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  group_id bigint not null,
  item text not null,
  -- {reference, url, title}, sealed.
  content bytea not null,
  made_by bigint not null,
  made_at timestamptz not null default now(),
  primary key (community_id, id),
  foreign key (community_id, installation_id) references installations
);
create unique index follows_item on follows (community_id, installation_id, group_id, item);

-- Where a service has one subscription per thing.
alter table subscriptions add column item text;

-- How far an installation has read, where its service says little or nothing by itself.
create table catch_ups (
  community_id bigint not null,
  installation_id bigint not null,
  cursor bytea not null,
  next_at timestamptz not null default now(),
  caught_at timestamptz,
  problem text,
  primary key (community_id, installation_id),
  foreign key (community_id, installation_id) references installations
);
create index catch_ups_next on catch_ups (next_at);

-- Several events of one thing gather under its first notice for a day, or wait for the group's hour.
alter table notice_routes
  add column gather text not null default 'gather' check (gather in ('gather', 'each', 'digest')),
  add column digest_hour integer not null default 9 check (digest_hour between 0 and 23);

create table notice_threads (
  community_id bigint not null,
  installation_id bigint not null,
  group_id bigint not null,
  item_hash bytea not null,
  post_id bigint not null,
  began_at timestamptz not null default now(),
  primary key (community_id, installation_id, group_id, item_hash)
);

-- What gathered under a notice after its first event; the first stands in the notice itself.
create table notice_entries (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  post_id bigint not null,
  inbound_event_id bigint not null,
  event text not null,
  content bytea not null,
  at timestamptz not null default now(),
  primary key (community_id, id)
);
create unique index notice_entries_once on notice_entries (community_id, post_id, inbound_event_id);

-- What waits for a group's digest.
create table digest_entries (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  group_id bigint not null,
  inbound_event_id bigint not null,
  event text not null,
  audience text not null,
  content bytea not null,
  due_at timestamptz not null,
  primary key (community_id, id)
);
create unique index digest_entries_once on digest_entries (community_id, installation_id, group_id, inbound_event_id);
create index digest_entries_due on digest_entries (due_at);

-- What is old is forgotten by its age.
create index inbound_events_received on inbound_events (received_at);
create index events_at on events (at);
