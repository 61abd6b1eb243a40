-- How often its kill switch was thrown: stands in what opens by itself, so that what was handed out before opens nothing once it is enabled again.
alter table installations add column kills int not null default 0;
