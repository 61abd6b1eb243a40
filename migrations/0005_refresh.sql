-- One process refreshes an account's tokens at a time. A claim that ends by itself: no connection waits while the service is asked, and a process
-- that dies in between holds up nobody for longer than this.
alter table linked_accounts add column refreshing_until timestamptz;
