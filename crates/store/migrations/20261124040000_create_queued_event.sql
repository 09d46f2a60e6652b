-- Events of asynchronous invocations, from their acceptance until they are done. One that is done goes; one that was given up stays
-- with `died_at` for a person to look at. Ordered by `key`, the order of arrival. Times are on the account's clock.
create table queued_event (
    key integer not null primary key autoincrement,
    id text not null,
    account_id text not null,
    function_id integer not null,
    target text not null,
    source text not null,
    -- What the caller said beside the event, as JSON.
    said text not null,
    -- How often each function has been gone through on the way here, as JSON.
    lineage text not null,
    payload text not null,
    attempts integer not null default 0,
    reason text not null default '',
    created_at integer not null,
    due_at integer not null,
    died_at integer,
    constraint queued_event_account foreign key (account_id) references account (id) on delete cascade,
    constraint queued_event_function foreign key (function_id) references function (id) on delete cascade,
    constraint queued_event_attempts check (attempts >= 0)
) strict;

create unique index queued_event_id on queued_event (id);
create index queued_event_function_id on queued_event (function_id);
create index queued_event_dead on queued_event (account_id, key) where died_at is not null;

-- A run that is an attempt at an event names it.
alter table run add column event_id text;
alter table run add column attempt integer;
create index run_event_id on run (event_id) where event_id is not null;
