-- Was this helpful? One answer a reader and section; only how many of each is ever shown.
create table help_answers (
  community_id bigint not null,
  article text not null,
  section text not null,
  member_id bigint not null,
  helpful boolean not null,
  answered_at timestamptz not null default now(),
  primary key (community_id, article, section, member_id),
  foreign key (community_id, member_id) references members
);
