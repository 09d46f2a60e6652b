-- Names for versions. `version` is null for `$LATEST`; a second version gets the share `other_weight` of the invocations. That a
-- version which an alias names cannot be deleted is a rule with a message, so it is not a foreign key.
create table alias (
    function_id integer not null,
    name text not null,
    version integer,
    other_version integer,
    other_weight real,
    description text not null default '',
    revision text not null,
    created_at integer not null,
    primary key (function_id, name),
    constraint alias_function foreign key (function_id) references function (id) on delete cascade,
    constraint alias_other check ((other_version is null) = (other_weight is null)),
    constraint alias_weight check (other_weight between 0 and 1)
) strict, without rowid;
