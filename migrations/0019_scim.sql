-- People as a directory keeps them, through SCIM (decision 0025).
alter table members
  -- What a directory says of a person and no screen of ours shows: parts of the name, further numbers and addresses, dates. Answered as it was said.
  add column directory jsonb not null default '{}',
  -- Somebody sat here once, whether or not they have to claim the seat again: such an account is never deleted.
  add column was_claimed boolean not null default false,
  -- A seat that nobody ever took, taken away again: it is not there for anybody.
  add column removed_at timestamptz;
update members set was_claimed = true where claimed_at is not null;
update members m set invited_at = m.created_at
where m.kind = 'person' and m.invited_at is null and (m.claimed_at is not null or exists (
  select from one_time_links l where l.community_id = m.community_id and l.member_id = m.id and l.kind = 'invitation'));
-- Seats that were taken away before this, by what that left of them.
update members set removed_at = deactivated_at
where kind = 'person' and not active and account_id is null and claimed_at is null and email is null and external_id is null;

-- The link itself, sealed, where a program of the company hands invitations over: gone as soon as it was used.
alter table one_time_links add column sealed bytea;

-- A file that a program brought and a message carries; whoever is in the thread opens it.
alter table messages add column file_id bigint;
create index messages_file on messages (community_id, file_id) where file_id is not null;

-- Are people whose accounts a program makes invited at once?
alter table apps add column invites_at_once boolean not null default false;
