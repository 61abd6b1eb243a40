-- When administrators were mailed that it is asked for: of what is withdrawn and asked again they hear by the bell alone, for a day.
alter table integration_requests add column mailed_at timestamptz;
