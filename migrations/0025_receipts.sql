-- What was stopped, and what became of each token at its service: written when it is stopped, filled in as the services answer.
create table receipts (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  integration_id text not null,
  -- As a custom integration was called then; null: what the catalog calls it.
  name text,
  kind text not null check (kind in ('disabled', 'killed', 'removed')),
  -- null: the server itself, for the reason beside it.
  made_by bigint,
  reason text not null,
  made_at timestamptz not null default now(),
  jobs int not null,
  events int not null,
  deliveries int not null,
  groups int not null,
  -- Nothing is to be answered any more.
  closed_at timestamptz,
  primary key (community_id, id)
);
create index receipts_installation on receipts (community_id, installation_id, id desc);

create table receipt_lines (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  receipt_id bigint not null,
  -- token, secret: ours, ended here. account: of the service, given back there. webhook: deleted there.
  kind text not null check (kind in ('token', 'secret', 'account', 'webhook')),
  -- The row it was, gone by now.
  subject_id bigint not null,
  -- Who made the token, or whose account it was; the bot for the installation's own.
  member_id bigint,
  ended_at timestamptz not null default now(),
  -- ended: nobody else had to. waiting: the service gives no answer yet. not_taken: it would not, or offers no way. given_up: it never answered.
  answer text not null check (answer in ('ended', 'waiting', 'taken', 'not_taken', 'given_up')),
  detail text,
  attempts int not null default 0,
  answered_at timestamptz,
  primary key (community_id, id)
);
create unique index receipt_lines_subject on receipt_lines (community_id, receipt_id, kind, subject_id);
