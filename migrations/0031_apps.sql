-- What a service tells of a subscription that is not ours any more is dropped at the door, and counted like what is refused there.
alter table hook_refusals drop constraint hook_refusals_reason_check;
alter table hook_refusals add constraint hook_refusals_reason_check check (reason in ('proof', 'too_large', 'stray'));

-- What a person chose last in a service's forms where they said which of several places it is: put in again the next time.
create table last_choices (
  community_id bigint not null,
  installation_id bigint not null,
  member_id bigint not null,
  name text not null,
  value text not null,
  primary key (community_id, installation_id, member_id, name),
  foreign key (community_id, installation_id) references installations on delete cascade,
  foreign key (community_id, member_id) references members on delete cascade
);
