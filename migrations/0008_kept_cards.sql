-- A card that is kept is found by its address and its viewer, before it is known whose address it is.
alter table link_previews
  drop constraint link_previews_pkey,
  add primary key (community_id, url_hash, viewer_id, installation_id);
