-- A cell of a CSV file stays text also for a spreadsheet whose lists are separated by semicolons or tabs, as they are in French: what looks like a formula behind
-- one of them begins with an apostrophe as well, and so does an apostrophe there.
create or replace function csv_cell(cell text) returns text language sql immutable parallel safe as $$
  select case when cell is null or cell = '' then '' else
    case when ascii(cell) in (61, 43, 45, 64, 9, 13, 10, 39, 65309, 65291, 65293, 65312, 124, 37) then '"''' else '"' end ||
    case when cell like '%"%' or cell like '%;%' or cell like E'%\t%'
      then replace(regexp_replace(cell, E'([;\t])(?="*[-=+@\t\r\n''＝＋－＠|%])', E'\\1''', 'g'), '"', '""') else cell end || '"' end
$$;
