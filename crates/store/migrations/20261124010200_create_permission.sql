-- Statements of resource policies of functions. `qualifier` is empty for the function as a whole, else a version or an alias: each
-- has a policy of its own. In the order in which they were added.
create table permission (
    id integer not null primary key autoincrement,
    function_id integer not null,
    qualifier text not null default '',
    sid text not null,
    statement text not null,
    created_at integer not null,
    constraint permission_function foreign key (function_id) references function (id) on delete cascade
) strict;

create unique index permission_sid on permission (function_id, qualifier, sid);
