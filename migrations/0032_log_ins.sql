-- People who sign in to a program of their company's with their account here: where its dialog may lead back to, and whether devices may ask.
alter table apps add column log_in_addresses text[] not null default '{}', add column device_log_in boolean not null default false;

-- What was asked of somebody, what they said, and what the program holds for it.
create table log_ins (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  via text not null check (via in ('dialog', 'device')),
  scopes text[] not null,
  -- As the program said it in its address: the answer goes there, with these.
  return_to text,
  state text,
  challenge text,
  nonce text,
  -- What a person types for a device.
  typed_code text,
  asked_at timestamptz not null default now(),
  -- Who is asked: in a dialog whoever opened it, for a device whoever typed its code. The session, so that nobody else's browser answers.
  member_id bigint,
  session_id bigint,
  answered_at timestamptz,
  allowed boolean,
  -- What the program gives in exchange, once: by its hash.
  code_hash bytea unique,
  code_ends_at timestamptz,
  code_used_at timestamptz,
  token_hash bytea unique,
  token_ends_at timestamptz,
  ended_at timestamptz,
  primary key (community_id, id),
  foreign key (community_id, installation_id) references installations,
  foreign key (community_id, member_id) references members
);
create index log_ins_installation on log_ins (community_id, installation_id);
create index log_ins_member on log_ins (community_id, member_id) where token_hash is not null and ended_at is null;
create unique index log_ins_typed on log_ins (community_id, typed_code) where typed_code is not null and answered_at is null;

-- What id tokens are signed with; everybody may read the public half.
create table signing_keys (
  id text primary key,
  -- Sealed.
  private_key bytea not null,
  public_key text not null,
  made_at timestamptz not null default now()
);
