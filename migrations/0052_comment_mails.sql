-- When each reader was last mailed that something was said about a request: of what is said within a day of that they hear by the bell alone.
create table request_comment_mails (
  community_id bigint not null,
  request_id bigint not null,
  member_id bigint not null,
  mailed_at timestamptz not null,
  primary key (community_id, request_id, member_id),
  foreign key (community_id, request_id) references integration_requests on delete cascade
);
