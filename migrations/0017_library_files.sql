-- What programs bring into the library hangs on no post: it is kept as long as its category stands.
alter table files add column category_id bigint;
create index files_category on files (community_id, category_id) where category_id is not null;
