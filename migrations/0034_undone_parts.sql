-- A change of many is taken back some at a time: no transaction holds all of them while somebody wants to switch one off.
alter table grant_change_parts add column undone_at timestamptz;
