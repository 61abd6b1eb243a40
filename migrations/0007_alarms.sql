-- When administrators were told that the service will soon stop telling us what happens; nothing once it was renewed.
alter table subscriptions add column alarmed_at timestamptz;
