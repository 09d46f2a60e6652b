-- The time at which the account's clock stands still; null while it goes.
alter table account add column clock_paused_at integer;
