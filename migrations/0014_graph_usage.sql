-- Calls of programs by the hour, from which every process learns how much of the limit is used (decision 0023). An app of no community counts under 0.
create table graph_usage (
  community_id bigint not null,
  app_id bigint not null,
  hour timestamptz not null,
  calls bigint not null default 0,
  ms double precision not null default 0,
  primary key (community_id, app_id, hour)
);
create index graph_usage_hour on graph_usage (hour);
