-- Pictures, videos and files. What they hold lies in the storage, under the keys of `forms` and `parts`; here stands what is known of it.

-- On its way: parts come in order, so that what was cut off goes on where it ended.
create table uploads (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  name text not null,
  -- As announced; nothing where it is not known beforehand.
  bytes bigint,
  received bigint not null default 0,
  -- [{"key", "bytes"}], in order.
  parts jsonb not null default '[]',
  uploaded_by bigint not null,
  began_at timestamptz not null default now(),
  -- One part, or the end, at a time.
  leased_until timestamptz,
  primary key (community_id, id),
  foreign key (community_id, uploaded_by) references members
);
create index uploads_member on uploads (community_id, uploaded_by);
create index uploads_began on uploads (began_at);

create table files (
  community_id bigint not null references communities,
  id bigint not null,
  kind text not null check (kind in ('picture', 'video', 'file')),
  name text not null,
  -- What its bytes are, whatever it is called.
  type text not null,
  bytes bigint not null,
  width int,
  height int,
  -- What a picture shows, in words.
  description text not null default '',
  -- {"full": {"type", "bytes", "parts"}, "medium": …, "small": …}
  forms jsonb not null,
  -- {"medium": [width, height], "small": …}
  sizes jsonb not null default '{}',
  uploaded_by bigint not null,
  uploaded_at timestamptz not null default now(),
  -- Somebody's picture, seen by the whole community.
  is_portrait boolean not null default false,
  deleted_at timestamptz,
  deleted_by bigint,
  primary key (community_id, id),
  foreign key (community_id, uploaded_by) references members
);
create index files_member on files (community_id, uploaded_by, id desc);
create index files_uploaded on files (uploaded_at);

-- What hangs on a post or comment. Whether it is there is said by the post and comment: nothing is written here when they go or come back.
create table attachments (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  subject_id bigint not null,
  place int not null,
  file_id bigint not null,
  post_id bigint not null,
  comment_id bigint,
  group_id bigint not null,
  primary key (community_id, subject_id, place),
  foreign key (community_id, file_id) references files
);
create index attachments_file on attachments (community_id, file_id);
create index attachments_group on attachments (community_id, group_id, id desc);
