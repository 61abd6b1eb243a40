-- The API log: what it must tell for every direction, its parts by day, how long it is kept, what is taken out of it, and where it is pushed.

alter table api_log
  -- Kept in the row: an integration that is removed stays readable in what it did.
  add column integration_id text,
  add column origin text,
  -- Whoever follows the log goes by (xid, id) below the oldest running transaction (stack.md 12).
  add column xid xid8 not null default pg_current_xact_id();
create index api_log_trace on api_log (community_id, trace_id);
create index api_log_order on api_log (community_id, xid, id);

-- Makes the parts of the days to come. Rows that came before their day had a part lie in the default one, and are carried over.
-- It runs as whoever owns the tables: the server's own role makes none.
create function make_api_log_days(first_day date, days int) returns int
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' set lock_timeout = '1s' as $$
declare
  made int := 0;
  day date;
  name text;
begin
  if days > 60 then raise exception 'at most 60 days at once'; end if;
  perform pg_advisory_xact_lock(7233022);
  for n in 0 .. days - 1 loop
    day := first_day + n;
    name := 'api_log_' || to_char(day, 'YYYYMMDD');
    if to_regclass(name) is null then
      execute format('create table %I (like api_log including defaults including constraints)', name);
      execute format('with moved as (delete from api_log_default where at >= %L and at < %L returning *) insert into %I select * from moved',
        day::timestamptz, (day + 1)::timestamptz, name);
      execute format('alter table api_log attach partition %I for values from (%L) to (%L)', name, day::timestamptz, (day + 1)::timestamptz);
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;

-- Drops the parts that lie wholly before a day.
create function drop_api_log_days(before_day date) returns int
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '1s' as $$
declare
  dropped int := 0;
  part text;
begin
  if before_day > current_date - 6 then raise exception 'less than a week is never dropped'; end if;
  perform pg_advisory_xact_lock(7233022);
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'api_log'::regclass and c.relname ~ '^api_log_\d{8}$' and to_date(substr(c.relname, 9), 'YYYYMMDD') < before_day
  loop
    execute format('drop table %I', part);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;
revoke execute on function make_api_log_days, drop_api_log_days from public;
select make_api_log_days((now() at time zone 'UTC')::date, 8);

-- How long a community keeps its API log.
create table api_log_settings (
  community_id bigint primary key references communities,
  days int not null default 90 check (days between 7 and 400)
);

-- What an administrator takes out of the log or of the audit: a recipe, not a copy. The rows it holds are fixed when it is made: those
-- that its snapshot sees (of the audit: up to `last_n` of its chain). Nothing of it lies anywhere but in the log itself.
create table log_exports (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  made_by bigint not null,
  made_at timestamptz not null default now(),
  of_log text not null check (of_log in ('api', 'audit')),
  filter jsonb not null,
  format text not null check (format in ('csv', 'jsonl')),
  packed boolean not null,
  language text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  snapshot pg_snapshot not null default pg_current_snapshot(),
  last_n bigint not null default 0,
  -- Groups that its maker did not see when they asked.
  hidden bigint[] not null default '{}',
  -- Once somebody went through it to its end: its length in bytes, and how many rows it has.
  bytes bigint,
  rows bigint,
  -- Its maker wants to hear when it is ready.
  tell boolean not null default false,
  told_at timestamptz,
  primary key (community_id, id),
  foreign key (community_id, made_by) references members
);
create index log_exports_made on log_exports (made_at);

-- Places in an export where it may be gone on from: so many bytes and rows before, and the row they end with.
create table log_export_marks (
  community_id bigint not null,
  export_id bigint not null,
  bytes bigint not null,
  rows bigint not null,
  at timestamptz not null,
  row_id bigint not null,
  primary key (community_id, export_id, bytes),
  foreign key (community_id, export_id) references log_exports on delete cascade
);

-- Where the logs are pushed. What was taken there stands behind the two cursors; a collector that was away misses nothing.
create table collectors (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  name text not null,
  kind text not null check (kind in ('http', 'syslog', 'otlp')),
  url text not null,
  -- Sealed: the value of the header Authorization.
  secret bytea,
  sends_calls boolean not null,
  sends_audit boolean not null,
  state text not null default 'on' check (state in ('on', 'off')),
  made_by bigint not null,
  made_at timestamptz not null default now(),
  calls_xid xid8 not null,
  calls_id bigint not null default 0,
  calls_at timestamptz not null default now(),
  audit_n bigint not null default 0,
  sent bigint not null default 0,
  last_sent_at timestamptz,
  problem text,
  failures int not null default 0,
  next_at timestamptz not null default now(),
  leased_until timestamptz,
  primary key (community_id, id)
);
create index collectors_due on collectors (next_at) where state = 'on';

-- A cell of a CSV file. What a spreadsheet would take for a formula begins with an apostrophe; so does what began with one already, so that taking one
-- away brings every text back (docs/en/api-log.md).
create function csv_cell(cell text) returns text language sql immutable parallel safe as $$
  select case when cell is null or cell = '' then '' else '"' ||
    case when position(left(cell, 1) in E'=+-@\t\r\n''＝＋－＠|%') > 0 then '''' else '' end || replace(cell, '"', '""') || '"' end
$$;
