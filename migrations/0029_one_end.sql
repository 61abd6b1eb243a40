-- One kind of end: of an integration as a whole, of its reaching all groups, of one group, of one permission. It hangs on the installation and on what
-- ends, not on a grant, which is replaced at each change.
alter table grant_ends drop constraint grant_ends_pkey;
alter table grant_ends
  add column kind text not null default 'permission',
  add column group_id bigint,
  alter column permission drop not null;
update grant_ends set kind = 'whole', permission = null where permission = '';
alter table grant_ends alter column kind drop default;
alter table grant_ends
  -- everyone: it goes on in the groups that were chosen before, which stay in the grant beneath.
  add constraint grant_ends_kind check (kind in ('whole', 'everyone', 'group', 'permission')),
  add constraint grant_ends_subject check ((kind = 'group') = (group_id is not null) and (kind = 'permission') = (permission is not null)),
  add foreign key (community_id, group_id) references groups;
create unique index grant_ends_once on grant_ends (community_id, installation_id, kind, group_id, permission) nulls not distinct;

insert into grant_ends (community_id, installation_id, kind, ends_at, set_by)
select community_id, installation_id, 'whole', ends_at, granted_by from grants
where superseded_at is null and everyone and ends_at is not null
on conflict (community_id, installation_id, kind, group_id, permission) do update set ends_at = least(grant_ends.ends_at, excluded.ends_at);
insert into grant_ends (community_id, installation_id, kind, group_id, ends_at, set_by)
select r.community_id, r.installation_id, 'group', x.group_id, x.ends_at, r.granted_by from grant_groups x
join grants r on r.community_id = x.community_id and r.id = x.grant_id and r.superseded_at is null and not r.everyone
where x.ends_at is not null;
insert into grant_ends (community_id, installation_id, kind, group_id, ends_at, set_by)
select x.community_id, x.installation_id, 'group', x.group_id, x.ends_at, x.removed_by from group_removals x
join groups g on g.community_id = x.community_id and g.id = x.group_id
where x.ends_at is not null
on conflict do nothing;

alter table grants drop column ends_at;
alter table grant_groups drop column ends_at;
alter table group_removals
  drop column ends_at,
  -- Was it there by name, or by being everywhere? Who puts it back puts it back as it was.
  add column chosen boolean not null default true;
update group_removals x set chosen = false from grants r
where r.community_id = x.community_id and r.installation_id = x.installation_id and r.superseded_at is null and r.everyone;
