-- Who reads at the service: the installation's bot, or each member who follows, where things are their owners' alone. A cursor is of one account at
-- the service and is of no use with another; there is none until a beginning went well.
alter table catch_ups
  add column member_id bigint,
  add column account text not null default '',
  alter column cursor drop not null;
update catch_ups c set
  member_id = i.bot_id,
  account = coalesce((
    select a.external_id from linked_accounts a
    where a.community_id = i.community_id and a.installation_id = i.id and a.member_id = i.bot_id), '')
from installations i where i.community_id = c.community_id and i.id = c.installation_id;
alter table catch_ups
  alter column member_id set not null,
  drop constraint catch_ups_pkey,
  add primary key (community_id, installation_id, member_id);

-- Whose account made it, where that is not the installation's own.
alter table subscriptions add column member_id bigint;
