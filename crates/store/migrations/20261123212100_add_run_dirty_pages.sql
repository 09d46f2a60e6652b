-- Pages of memory that an environment had written: null where they were not measured, as in earlier runs.
alter table run add column dirty_pages integer;
