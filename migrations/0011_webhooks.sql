-- Webhooks out: who wants to be told, what is to be told, and what came of it (decisions 0020).

-- One address for each topic of an installation. A third-party app's subscriptions repeat for each of its installations.
create table webhook_subscriptions (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  app_id bigint not null,
  topic text not null check (topic in ('page', 'group', 'user', 'workplace_security', 'link')),
  -- Also names that nothing is ever sent for: programs of the Messenger era ask for them.
  fields text[] not null,
  callback_url text not null,
  -- Where it leads: how many are under way is counted by it.
  host text not null,
  -- Both sealed.
  verify_token bytea not null,
  signing_secret bytea not null,
  -- What concerns one object goes one after the other.
  in_order boolean not null default false,
  state text not null default 'active' check (state in ('active', 'stopped')),
  -- Why the server stopped it: `gone`, the address answered 410.
  reason text check (reason in ('gone')),
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (community_id, id),
  foreign key (community_id, installation_id) references installations
);
create unique index webhook_subscriptions_topic on webhook_subscriptions (community_id, installation_id, topic);

-- How an installation's addresses have been answering. No row: as they should.
create table webhook_health (
  community_id bigint not null,
  installation_id bigint not null,
  -- One after the other, with no success between them.
  failures int not null default 0,
  -- Nothing is sent before; then one delivery tries whether it goes again.
  rests_until timestamptz,
  -- How often it has rested since it last went.
  rests int not null default 0,
  failing_since timestamptz,
  primary key (community_id, installation_id)
);

-- What is to be told to one subscription, and what came of it: ids and small facts, never content. Rows change while they wait: there is room beside them.
create table deliveries (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  subscription_id bigint not null,
  topic text not null,
  field text not null,
  verb text not null,
  subject_id bigint not null,
  -- What it belongs to: the post of a comment. Order, where it is asked for, is kept within it.
  object_id bigint not null,
  group_id bigint,
  actor_id bigint,
  happened_at timestamptz not null,
  -- Answers of bots to answers of bots: the fifth is the last.
  hop int not null default 0,
  is_test boolean not null default false,
  outcome text not null default 'waiting' check (outcome in ('waiting', 'retrying', 'delivered', 'failed', 'cancelled')),
  reason text,
  -- Of the last attempt: `2xx` … `5xx`, `timeout`, `unreachable`.
  response_class text,
  status int,
  duration_ms int,
  attempts int not null default 0,
  -- Since it was made, or redelivered: how long and how often it is tried counts from there.
  tries int not null default 0,
  tried_since timestamptz not null default now(),
  redelivered int not null default 0,
  next_at timestamptz default now(),
  leased_until timestamptz,
  made_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (community_id, id)
) with (fillfactor = 85);
-- The lanes: what waits, by subscription, the next one first.
create index deliveries_due on deliveries (community_id, subscription_id, next_at) where outcome in ('waiting', 'retrying');
-- The log: by time, and by whatever is rare enough to be looked for.
create index deliveries_log on deliveries (community_id, installation_id, made_at desc, id desc) include (outcome, duration_ms);
create index deliveries_outcome on deliveries (community_id, installation_id, outcome, made_at desc, id desc) where outcome <> 'delivered';
create index deliveries_class on deliveries (community_id, installation_id, response_class, made_at desc, id desc)
  where response_class is not null and response_class <> '2xx';
create index deliveries_field on deliveries (community_id, installation_id, field, made_at desc, id desc);
create index deliveries_object on deliveries (community_id, object_id);
create index deliveries_subject on deliveries (community_id, subject_id) where subject_id <> object_id;
create index deliveries_hops on deliveries (community_id, installation_id, made_at) where hop > 0;

-- What was sent and what came back, each time. The body is not kept: it can be made again, for who may read it.
create table delivery_attempts (
  community_id bigint not null,
  delivery_id bigint not null,
  n int not null,
  at timestamptz not null,
  is_redelivery boolean not null default false,
  response_class text not null,
  status int,
  duration_ms int not null,
  first_byte_ms int,
  request_bytes int not null,
  request_headers jsonb not null,
  response_headers jsonb,
  -- The first 4 KB.
  response_body text,
  primary key (community_id, delivery_id, n)
);

-- Many redelivered at once, by filter: a job goes through them, and can be stopped.
create table redeliveries (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  filter jsonb not null,
  total int not null,
  done int not null default 0,
  state text not null default 'running' check (state in ('running', 'done', 'stopped')),
  made_by bigint not null,
  made_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (community_id, id)
);
create index redeliveries_installation on redeliveries (community_id, installation_id, id desc);

create index installations_bot on installations (community_id, bot_id);

-- The post or comment an event tells of calls this member by their mark: `@[Name](id)`.
create function mentions_member(community bigint, topic text, subject bigint, member bigint) returns boolean language sql stable as $$
  select case topic
    when 'post' then exists (select from posts p
      where p.community_id = community and p.id = subject and position('](' || member || ')' in p.text) > 0)
    when 'comment' then exists (select from comments c
      where c.community_id = community and c.id = subject and position('](' || member || ')' in c.text) > 0)
    else false
  end
$$;

-- How many bots have already answered each other up to this event: one more than the last delivery that its author's program was sent in this
-- group while it could still be answering (20 s). Nobody's answer: 0.
create function hops_before(community bigint, author bigint, in_group bigint) returns int language sql stable as $$
  select coalesce((
    select 1 + coalesce(
      (select max(d.hop) from deliveries d
        where d.community_id = i.community_id and d.installation_id = i.id and d.hop > 0 and d.made_at > now() - interval '20 seconds'
          and d.group_id = in_group and d.outcome <> 'cancelled'),
      (select 0 where exists (select from deliveries d
        where d.community_id = i.community_id and d.installation_id = i.id and d.made_at > now() - interval '20 seconds'
          and d.group_id = in_group and d.outcome <> 'cancelled')))
    from installations i where i.community_id = community and i.bot_id = author and i.state = 'enabled' limit 1), 0)
$$;

-- A coarse choice, so that a change and what is to be told of it commit together: who subscribed, what the grant names. The rules are asked again,
-- where they stand, at the moment of sending.
create function deliver_events() returns trigger language plpgsql as $$
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
      and (r.everyone or e.topic = 'message' or exists (
        select from grant_groups g where g.community_id = r.community_id and g.grant_id = r.id and g.group_id = e.group_id))
  ) as c;
  return null;
end $$;
create trigger events_delivered after insert on events referencing new table as fresh for each statement execute function deliver_events();

-- Which field of the security topic an entry of the audit belongs to.
create function security_field(action text) returns text language sql immutable as $$
  select case
    when action like 'integration.%' or action like 'account.%' then 'integrations'
    when action like 'person.password%' or action = 'person.reset_link_made' then 'passwords'
    when action like 'session.%' or action like 'person.signed%' then 'sessions'
    when action like 'person.%' or action like 'server.%' or action like 'group.%' then 'admin_activity'
  end
$$;

create function deliver_audit() returns trigger language plpgsql as $$
begin
  insert into deliveries (community_id, installation_id, subscription_id, topic, field, verb, subject_id, object_id, actor_id, happened_at)
  select u.community_id, s.installation_id, s.id, s.topic, security_field(u.action), 'add', u.id, u.id, u.actor_id, u.at
  from fresh u
  join webhook_subscriptions s on s.community_id = u.community_id and s.state = 'active' and s.topic = 'workplace_security'
    and security_field(u.action) = any(s.fields)
  join installations i on i.community_id = s.community_id and i.id = s.installation_id and i.state = 'enabled'
  where u.actor_id is distinct from i.bot_id;
  return null;
end $$;
create trigger audit_delivered after insert on audit referencing new table as fresh for each statement execute function deliver_audit();
