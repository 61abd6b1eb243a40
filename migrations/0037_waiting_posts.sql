-- What members wrote in a group whose moderators look at posts first. It is no post yet, so that nothing which reads posts has to know of it.
create table waiting_posts (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  group_id bigint not null,
  author_id bigint not null,
  text text not null,
  hidden_links text[] not null,
  files bigint[] not null,
  idempotency_key text,
  sent_at timestamptz not null default now(),
  primary key (community_id, id),
  foreign key (community_id, group_id) references groups,
  foreign key (community_id, author_id) references members
);
create index waiting_posts_group on waiting_posts (community_id, group_id, id);
create unique index waiting_posts_once on waiting_posts (community_id, author_id, idempotency_key);
create index waiting_posts_files on waiting_posts using gin (files);
