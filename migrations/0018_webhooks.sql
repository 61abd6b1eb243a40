-- Webhooks out, made whole: limits over all processes, what each day came to, who asked for what (decision 0024).

-- Each process that sends, with what it has under way: nobody gets more than their share at once, from all of them together. Nobody's: a row for a process.
create table webhook_senders (
  id text primary key,
  -- {"installations": {id: n}, "hosts": {host: n}}
  under_way jsonb not null default '{}',
  seen_at timestamptz not null default now()
);

-- What the log comes to, in fives of minutes, so that a million rows are summed as fast as a thousand. Each statement that makes or changes deliveries adds
-- its differences beside it, waiting for nobody; the clock gathers them. What is true at any moment is both together.
create table delivery_sums (
  community_id bigint not null,
  installation_id bigint not null,
  at timestamptz not null,
  topic text not null,
  field text not null,
  outcome text not null,
  -- Empty before the first answer.
  response_class text not null,
  n bigint not null,
  primary key (community_id, installation_id, at, topic, field, outcome, response_class)
);
create table delivery_differences (
  community_id bigint not null,
  installation_id bigint not null,
  at timestamptz not null,
  topic text not null,
  field text not null,
  outcome text not null,
  response_class text not null,
  n bigint not null
);

create function five_minutes(at timestamptz) returns timestamptz language sql immutable as $$
  select to_timestamp(floor(extract(epoch from at) / 300) * 300)
$$;

create function sum_deliveries() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into delivery_differences
    select community_id, installation_id, five_minutes(made_at), topic, field, outcome, coalesce(response_class, ''), count(*)
    from fresh group by 1, 2, 3, 4, 5, 6, 7;
  elsif tg_op = 'DELETE' then
    insert into delivery_differences
    select community_id, installation_id, five_minutes(made_at), topic, field, outcome, coalesce(response_class, ''), -count(*)
    from gone group by 1, 2, 3, 4, 5, 6, 7;
  else
    insert into delivery_differences
    select community_id, installation_id, five_minutes(made_at), topic, field, outcome, coalesce(response_class, ''), sum(n)
    from (select *, 1 as n from fresh union all select *, -1 from gone) as both_of group by 1, 2, 3, 4, 5, 6, 7 having sum(n) <> 0;
  end if;
  return null;
end $$;
create trigger deliveries_made after insert on deliveries referencing new table as fresh for each statement execute function sum_deliveries();
create trigger deliveries_changed after update on deliveries referencing old table as gone new table as fresh for each statement execute function sum_deliveries();
create trigger deliveries_gone after delete on deliveries referencing old table as gone for each statement execute function sum_deliveries();

insert into delivery_sums
select community_id, installation_id, five_minutes(made_at), topic, field, outcome, coalesce(response_class, ''), count(*)
from deliveries group by 1, 2, 3, 4, 5, 6, 7;

-- From which browser and country somebody acted: the security topic tells it.
alter table audit add column user_agent text;
alter table audit add column country text;

-- A program may ask to be told only that something changed.
alter table webhook_subscriptions add column include_values boolean not null default true;
