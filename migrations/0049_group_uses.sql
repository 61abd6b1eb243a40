-- When each integration last called for something of a group: what its page says, also of a program that only reads. Begun with what the log still has.
create table group_uses (
  community_id bigint not null,
  group_id bigint not null,
  installation_id bigint not null,
  used_at timestamptz not null,
  primary key (community_id, group_id, installation_id)
);
insert into group_uses
select community_id, group_id, installation_id, max(at) from api_log
where group_id is not null and installation_id is not null and api <> 'webhook_out' and status between 1 and 399 group by 1, 2, 3;
