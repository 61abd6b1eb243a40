-- Threads between people and the bots of programs. A pair has one; any other is a group's own.
create table conversations (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  kind text not null check (kind in ('pair', 'group')),
  title text,
  -- Of a pair: both, the lower number first.
  one_id bigint,
  other_id bigint,
  made_by bigint not null,
  made_at timestamptz not null default now(),
  last_message_id bigint,
  last_message_at timestamptz,
  primary key (community_id, id)
);
create unique index conversations_pair on conversations (community_id, one_id, other_id) where kind = 'pair';

create table conversation_members (
  community_id bigint not null,
  conversation_id bigint not null,
  member_id bigint not null,
  is_admin boolean not null default false,
  joined_at timestamptz not null default now(),
  left_at timestamptz,
  -- The last message this member has seen.
  read_id bigint not null default 0,
  primary key (community_id, conversation_id, member_id),
  foreign key (community_id, conversation_id) references conversations
);
create index conversation_members_member on conversation_members (community_id, member_id);

create table messages (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  conversation_id bigint not null,
  author_id bigint not null,
  -- `notice`: somebody came, went, or named the thread; nobody wrote it.
  kind text not null default 'message' check (kind in ('message', 'notice')),
  text text not null default '',
  -- As it was sent: attachment or template, quick replies, metadata.
  content jsonb not null default '{}',
  -- What a person chose: the payload of a button or a quick reply.
  chosen jsonb,
  installation_id bigint,
  created_at timestamptz not null default now(),
  primary key (community_id, id),
  foreign key (community_id, conversation_id) references conversations
);
create index messages_conversation on messages (community_id, conversation_id, id desc);

-- A member's own copy, taken away; the others keep theirs.
create table message_removals (
  community_id bigint not null,
  message_id bigint not null,
  member_id bigint not null,
  removed_at timestamptz not null default now(),
  primary key (community_id, message_id, member_id)
);

-- How a bot greets, and what it always offers.
create table bot_profiles (
  community_id bigint not null,
  installation_id bigint not null,
  profile jsonb not null default '{}',
  primary key (community_id, installation_id)
);
