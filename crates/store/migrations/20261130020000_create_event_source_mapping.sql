-- Event source mappings: what reads a queue and invokes a function with batches of messages. They name queue and function as they
-- were named, not by key: as on Lambda a mapping outlives both, and goes on when one of the same name is there again. Times are on
-- the account's clock.
create table event_source_mapping (
    id text not null primary key,
    account_id text not null,
    source_arn text not null,
    function_name text not null,
    -- A version's number, an alias or `$LATEST`; null where none was named.
    qualifier text,
    enabled integer not null default 1,
    batch_size integer not null,
    window_s integer not null default 0,
    -- Patterns, as a list in JSON.
    filters text not null default '[]',
    reports_failures integer not null default 0,
    concurrency_max integer,
    created_at integer not null,
    modified_at integer not null,
    constraint event_source_mapping_account foreign key (account_id) references account (id) on delete cascade,
    constraint event_source_mapping_batch_size check (batch_size between 1 and 10000),
    constraint event_source_mapping_window check (window_s between 0 and 300)
) strict, without rowid;

-- One state of a function reads a queue once.
create unique index event_source_mapping_pair
    on event_source_mapping (account_id, source_arn, function_name, coalesce(qualifier, '$LATEST'));
create index event_source_mapping_enabled on event_source_mapping (id) where enabled = 1;

create table event_source_mapping_tag (
    mapping_id text not null,
    name text not null,
    value text not null,
    created_at integer not null,
    primary key (mapping_id, name),
    constraint event_source_mapping_tag_mapping foreign key (mapping_id) references event_source_mapping (id) on delete cascade
) strict, without rowid;
