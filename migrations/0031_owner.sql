-- Who answers for a service's integration: a role or a group, as for a custom one; nobody named: who enabled it.
alter table installations
  add column owner_role text,
  add column owner_group_id bigint,
  add constraint installations_owner check (owner_role is null or owner_group_id is null),
  add foreign key (community_id, owner_group_id) references groups;

-- Each saving of the request policy has a number: whoever saves names the one they looked at.
alter table request_policies add column version int not null default 1;
