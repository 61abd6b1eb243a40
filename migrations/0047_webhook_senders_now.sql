-- All who send webhooks with what they have under way, locked until the look of the one who asks is over, and as they stand once they are: a statement sees the
-- rows of its beginning, so that whoever joined while it waited for a lock would have no share in what it counts.
create function webhook_senders_now() returns setof webhook_senders language plpgsql volatile rows 4 as $$
begin
  perform from webhook_senders order by id for update;
  return query select * from webhook_senders;
end
$$;
