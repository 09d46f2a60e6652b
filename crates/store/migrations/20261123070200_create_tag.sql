-- Tags of a function, as the AWS API keeps them.
create table tag (
    function_id integer not null,
    name text not null,
    value text not null,
    created_at integer not null,
    primary key (function_id, name),
    constraint tag_function foreign key (function_id) references function (id) on delete cascade
) strict, without rowid;
