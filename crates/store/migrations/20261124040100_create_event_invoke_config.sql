-- What becomes of asynchronous events, for `$LATEST`, a version or an alias. What is null is as Lambda has it by default.
create table event_invoke_config (
    function_id integer not null,
    qualifier text not null,
    retries integer,
    age_s integer,
    on_success text,
    on_failure text,
    created_at integer not null,
    modified_at integer not null,
    primary key (function_id, qualifier),
    constraint event_invoke_config_function foreign key (function_id) references function (id) on delete cascade,
    constraint event_invoke_config_retries check (retries between 0 and 2),
    constraint event_invoke_config_age check (age_s between 60 and 21600)
) strict, without rowid;

-- Concurrency that is set aside for the function and that it cannot exceed; null takes part in what is left of the account's.
alter table function add column reserved_concurrency integer;
-- Whether a loop of functions that invoke each other is stopped.
alter table function add column stops_loops integer not null default 1;
create index function_reserved on function (account_id, reserved_concurrency)
    where reserved_concurrency is not null and deleted_at is null;
