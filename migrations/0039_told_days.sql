-- What a program was told by webhooks, beside what it asked: moved, and perhaps failed, but no use that it makes of anything.
alter table api_days
  add column told int not null default 0,
  add column told_errors int not null default 0,
  add column told_bytes bigint not null default 0;
