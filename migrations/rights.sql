-- Run after every migration; says the same each time.
-- The server's role works on rows but may not change or delete what the audit holds (threats.md A30).
-- Where the operator runs everything as one role this file changes nothing, and `doctor` says so.
do $$
begin
  if exists (select from pg_roles where rolname = 'passerelle_app') then
    grant usage on schema public to passerelle_app;
    grant usage on all sequences in schema public to passerelle_app;
    grant select, insert, update, delete on all tables in schema public to passerelle_app;
    revoke update, delete, truncate on audit, audit_chain from passerelle_app;
    grant execute on function make_api_log_days, drop_api_log_days to passerelle_app;
  end if;
end $$;
