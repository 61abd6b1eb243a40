-- What is written with every post costs less: as in 0030, but how many bots have answered each other is looked up once for a delivery instead of five times.
create or replace function deliver_events() returns trigger language plpgsql as $$
begin
  if not exists (
    select from fresh e
    join webhook_subscriptions s on s.community_id = e.community_id and s.state = 'active' and s.topic in ('group', 'page')
    where e.topic in ('post', 'comment', 'membership', 'message')
  ) then return null; end if;
  insert into deliveries (community_id, installation_id, subscription_id, topic, field, verb, subject_id, object_id, group_id, actor_id, happened_at, hop,
    outcome, reason, next_at, ended_at)
  select c.community_id, c.installation_id, c.subscription_id, c.topic, c.field, c.verb, c.subject_id, c.object_id, c.group_id, c.actor_id, c.at, c.hop,
    case when c.hop >= 5 then 'cancelled' else 'waiting' end, case when c.hop >= 5 then 'loop' end,
    case when c.hop < 5 then now() end, case when c.hop >= 5 then now() end
  from (
    select e.community_id, s.installation_id, s.id as subscription_id, s.topic, f.field, f.verb, e.subject_id, e.group_id, e.actor_id, e.at,
      case e.topic when 'comment' then coalesce((e.data ->> 'postId')::bigint, e.subject_id)
        when 'message' then (e.data ->> 'conversationId')::bigint else e.subject_id end as object_id,
      hops_before(e.community_id, e.actor_id, e.group_id) as hop
    from fresh e
    join webhook_subscriptions s on s.community_id = e.community_id and s.state = 'active'
    join installations i on i.community_id = s.community_id and i.id = s.installation_id and i.state = 'enabled'
    join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null
    cross join lateral (
      select 'posts', case e.verb when 'created' then 'add' when 'edited' then 'edit' when 'deleted' then 'delete' end
        where s.topic = 'group' and e.topic = 'post'
      union all
      select 'comments', case e.verb when 'created' then 'add' when 'edited' then 'edit' when 'deleted' then 'delete' end
        where s.topic = 'group' and e.topic = 'comment'
      union all
      select 'membership', case e.verb when 'created' then 'add' when 'deleted' then 'remove' end
        where s.topic = 'group' and e.topic = 'membership' and e.field = 'members'
      union all
      select 'mention', 'add'
        where s.topic = 'page' and e.verb in ('created', 'edited') and e.topic in ('post', 'comment')
          and mentions_member(e.community_id, e.topic, e.subject_id, i.bot_id)
          -- A mention is told once, also where the text around it is changed later.
          and not exists (select from deliveries d
            where d.community_id = e.community_id and d.subject_id = e.subject_id and d.subscription_id = s.id and d.field = 'mention')
      union all
      select e.field, 'add'
        where s.topic = 'page' and e.topic = 'message' and e.verb = 'created' and exists (select from conversation_members b
          where b.community_id = e.community_id and b.conversation_id = (e.data ->> 'conversationId')::bigint and b.member_id = i.bot_id and b.left_at is null)
    ) as f(field, verb)
    where f.field = any(s.fields) and f.verb is not null
      -- Nobody is told of what they did themselves.
      and e.actor_id is distinct from i.bot_id
      and (e.topic = 'message'
        or (r.everyone and not exists (select from group_removals x
          where x.community_id = r.community_id and x.installation_id = r.installation_id and x.group_id = e.group_id))
        or exists (select from grant_groups g where g.community_id = r.community_id and g.grant_id = r.id and g.group_id = e.group_id))
    -- Kept apart, so that `hop` is looked up once for each row and not wherever it is named.
    offset 0
  ) as c;
  return null;
end $$;

-- The same as in 0018, in a form that PostgreSQL puts in place of the call.
create or replace function five_minutes(at timestamptz) returns timestamptz language sql immutable as $$
  select date_bin('5 minutes', at, to_timestamp(0))
$$;
