-- Environments that are kept ready for a version or for the version that an alias names.
create table provisioned_concurrency (
    function_id integer not null,
    qualifier text not null,
    requested integer not null,
    created_at integer not null,
    modified_at integer not null,
    primary key (function_id, qualifier),
    constraint provisioned_concurrency_function foreign key (function_id) references function (id) on delete cascade,
    constraint provisioned_concurrency_requested check (requested > 0)
) strict, without rowid;

-- Whether a run had an environment that was kept ready.
alter table run add column provisioned integer not null default 0;
