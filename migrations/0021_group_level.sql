-- What a group's admin took out of the group. Under a grant for all groups it is the exception; under one for chosen groups the group has left the list.
create table group_removals (
  community_id bigint not null,
  installation_id bigint not null,
  group_id bigint not null,
  removed_by bigint not null,
  removed_at timestamptz not null default now(),
  -- When its time in the group would have ended.
  ends_at timestamptz,
  primary key (community_id, installation_id, group_id),
  foreign key (community_id, installation_id) references installations
);
create index group_removals_group on group_removals (community_id, group_id);

-- Members who do not want to hear of an integration in a group.
create table integration_mutes (
  community_id bigint not null,
  member_id bigint not null,
  group_id bigint not null,
  installation_id bigint not null,
  muted_at timestamptz not null default now(),
  primary key (community_id, group_id, installation_id, member_id),
  foreign key (community_id, installation_id) references installations
);

-- Do group admins say how notices come to their groups, or only system administrators?
alter table installations add column groups_configure boolean not null default true;
