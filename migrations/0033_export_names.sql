-- What integrations, or those who acted, were called when an export was asked for: a name that changes meanwhile changes no byte of what is gone on from.
alter table log_exports add column names jsonb;
