-- How often it was switched on or off, killed, taken out of a group by its admin or put back there: what was looked at before one of these is another
-- standing, also where it looks the same afterwards.
alter table installations add column moves int not null default 0;
