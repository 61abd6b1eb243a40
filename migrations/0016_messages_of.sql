-- What a program wrote goes for good with it.
create index messages_installation on messages (community_id, installation_id, id) where installation_id is not null;
