-- One row an invocation, small, so that the history is quick; event and answer, up to 6 MB each, are in `run_body`.
-- Ordered by `key`, the order of arrival, because an account's clock may be set back.
create table run (
    key integer not null primary key autoincrement,
    id text not null,
    account_id text not null,
    function_id integer not null,
    target text not null,
    source text not null,
    state text not null,
    created_at integer not null,
    cold integer not null default 0,
    memory_mib integer not null,
    tmp_mib integer not null,
    timeout_s integer not null,
    architecture text not null,
    duration_us integer not null default 0,
    init_us integer,
    cpu_us integer not null default 0,
    throttled_us integer not null default 0,
    max_memory_bytes integer not null default 0,
    queued_us integer not null default 0,
    price_book text,
    billed_ms integer,
    charge_nanousd integer,
    error text,
    stored_bytes integer not null default 0,
    constraint run_account foreign key (account_id) references account (id) on delete cascade,
    constraint run_function foreign key (function_id) references function (id) on delete cascade,
    constraint run_state check (state in (
        'queued', 'running', 'succeeded', 'failed', 'timed-out', 'out-of-memory', 'cancelled', 'interrupted'
    )),
    constraint run_charge check (
        (price_book is null) = (billed_ms is null) and (price_book is null) = (charge_nanousd is null)
    )
) strict;

create unique index run_id on run (id);
create index run_account_id on run (account_id, key);
create index run_function_id on run (function_id, key);
create index run_created_at on run (function_id, created_at, state);
create index run_unfinished on run (state) where state in ('queued', 'running');

create table run_body (
    run_key integer not null,
    part text not null,
    content text not null,
    created_at integer not null,
    primary key (run_key, part),
    constraint run_body_run foreign key (run_key) references run (key) on delete cascade,
    constraint run_body_part check (part in ('payload', 'response'))
) strict;

-- Clustered by run: reading a log is reading neighbours.
create table run_event (
    run_key integer not null,
    seq integer not null,
    created_at integer not null,
    event text not null,
    primary key (run_key, seq),
    constraint run_event_run foreign key (run_key) references run (key) on delete cascade,
    constraint run_event_seq_positive check (seq >= 1)
) strict, without rowid;
