-- Webhooks out, made whole: limits over all processes, what each day came to, who asked for what (decision 0024).

-- Each process that sends, with what it has under way: nobody gets more than their share at once, from all of them together. Nobody's: a row for a process.
create table webhook_senders (
  id text primary key,
  -- {"installations": {id: n}, "hosts": {host: n}}
  under_way jsonb not null default '{}',
  seen_at timestamptz not null default now()
);
