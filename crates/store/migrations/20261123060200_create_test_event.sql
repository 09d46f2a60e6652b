-- Events that a person keeps to run a function with.
create table test_event (
    function_id integer not null,
    name text not null,
    payload text not null,
    created_at integer not null,
    saved_at integer not null,
    primary key (function_id, name),
    constraint test_event_function foreign key (function_id) references function (id) on delete cascade
) strict;
