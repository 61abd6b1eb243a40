-- What a collector refused by itself, between others that it took: it was passed over, so that what came after it went on. The last hundred of each.
alter table collectors add column passed_over bigint not null default 0;
create table collector_refusals (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  collector_id bigint not null,
  of_log text not null check (of_log in ('api', 'audit')),
  -- Of a call or of an entry: looked for in the log itself.
  entry_id text not null,
  happened_at timestamptz not null,
  answer text not null,
  refused_at timestamptz not null default now(),
  primary key (community_id, id),
  foreign key (community_id, collector_id) references collectors on delete cascade
);
create index collector_refusals_of on collector_refusals (community_id, collector_id, id desc);
