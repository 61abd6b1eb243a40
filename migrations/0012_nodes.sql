-- What programs of Workplace keep beside posts: events, notes, the library, surveys, badges, skills, reports, exports.

-- An event of a group. It is never changed, only taken away (workplace-graph-api.md 5.9).
create table calendar_events (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  group_id bigint not null,
  owner_id bigint not null,
  name text not null,
  description text not null default '',
  starts_at timestamptz not null,
  ends_at timestamptz,
  -- A date alone was given: the event has no hour.
  all_day boolean not null default false,
  time_zone text not null default 'UTC',
  place text not null default '',
  guest_list_enabled boolean not null default true,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (community_id, id),
  foreign key (community_id, group_id) references groups
);
create index calendar_events_group on calendar_events (community_id, group_id, id) where deleted_at is null;
create index calendar_events_owner on calendar_events (community_id, owner_id, id) where deleted_at is null;

-- What somebody said to an event; whoever belongs to its group and said nothing has not replied.
create table event_replies (
  community_id bigint not null,
  event_id bigint not null,
  member_id bigint not null,
  reply text not null check (reply in ('attending', 'declined', 'maybe', 'interested')),
  replied_at timestamptz not null default now(),
  primary key (community_id, event_id, member_id),
  foreign key (community_id, event_id) references calendar_events
);
create index event_replies_member on event_replies (community_id, member_id, event_id);

-- Notes of a group: a title, and HTML of which only what is harmless was kept.
create table docs (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  group_id bigint not null,
  author_id bigint not null,
  title text not null,
  body text not null,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (community_id, id),
  foreign key (community_id, group_id) references groups
);
create index docs_group on docs (community_id, group_id, id) where deleted_at is null;

-- The knowledge library: categories in categories. `audience` is who may read, as a program said it; null: the whole company,
-- or, below another category, whoever may read that one.
create table library_categories (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  parent_id bigint,
  title text not null,
  content text not null default '',
  json_content jsonb not null default '[]',
  status text not null default 'PUBLISHED' check (status in ('PUBLISHED', 'DRAFT')),
  audience jsonb,
  icon text,
  color text,
  order_index int not null default 0,
  made_at timestamptz not null default now(),
  changed_by bigint not null,
  changed_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (community_id, id)
);
create index library_categories_parent on library_categories (community_id, parent_id, id) where deleted_at is null;

create table quick_links (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  title text not null,
  link text not null,
  made_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (community_id, id)
);

-- Drafts of surveys, with their questions as they were said.
create table surveys (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  title text not null,
  is_test boolean not null default false,
  invite_message text not null default '',
  questions jsonb not null default '[]',
  scheduling jsonb,
  made_by bigint not null,
  installation_id bigint,
  made_at timestamptz not null default now(),
  primary key (community_id, id)
);

-- A skill is a word that people share.
create table skills (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  name text not null,
  primary key (community_id, id)
);
create unique index skills_name on skills (community_id, lower(name));
create table member_skills (
  community_id bigint not null,
  skill_id bigint not null,
  member_id bigint not null,
  added_at timestamptz not null default now(),
  primary key (community_id, skill_id, member_id),
  foreign key (community_id, skill_id) references skills,
  foreign key (community_id, member_id) references members
);
create index member_skills_member on member_skills (community_id, member_id, skill_id);

-- Badges of the company's own; those in stock are in the code. `badge` of an award is the word programs use.
create table badges (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  name text not null,
  description text not null default '',
  made_by bigint not null,
  made_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (community_id, id)
);
create table awards (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  member_id bigint not null,
  badge text not null,
  awarded_by bigint not null,
  awarded_at timestamptz not null default now(),
  primary key (community_id, id),
  foreign key (community_id, member_id) references members
);
create unique index awards_once on awards (community_id, member_id, badge);

-- Sets of people, the Groups of SCIM.
create table people_sets (
  community_id bigint not null references communities,
  id bigint not null default nextval('ids'),
  name text not null,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (community_id, id)
);
create unique index people_sets_name on people_sets (community_id, lower(name));
create table people_set_members (
  community_id bigint not null,
  set_id bigint not null,
  member_id bigint not null,
  primary key (community_id, set_id, member_id),
  foreign key (community_id, set_id) references people_sets on delete cascade,
  foreign key (community_id, member_id) references members
);

-- Posts and comments that somebody asks moderators to look at. One open report a reporter and thing.
create table reports (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  subject_id bigint not null,
  post_id bigint not null,
  group_id bigint not null,
  reporter_id bigint not null,
  installation_id bigint,
  reason text not null default '',
  reported_at timestamptz not null default now(),
  settled_at timestamptz,
  settled_by bigint,
  outcome text check (outcome in ('dismissed', 'deleted')),
  primary key (community_id, id)
);
create unique index reports_open on reports (community_id, subject_id, reporter_id) where settled_at is null;
create index reports_queue on reports (community_id, id) where settled_at is null;

-- An export of who works here, made by the queue and kept for a day.
create table exports (
  community_id bigint not null,
  id bigint not null default nextval('ids'),
  installation_id bigint not null,
  asked_by bigint not null,
  status text not null default 'PENDING' check (status in ('PENDING', 'STARTED', 'COMPLETED', 'FAILED')),
  -- Sealed: it is everybody's data in one place.
  content bytea,
  asked_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (community_id, id)
);
create index exports_asked on exports (asked_at);

-- A cover picture's address, as a program gave it.
alter table groups add column cover_url text;
