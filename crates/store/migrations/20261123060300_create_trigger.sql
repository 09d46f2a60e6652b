-- What invokes a function by itself. A rate counts from `anchor_at`: the creation, or when it was last switched on, so that what
-- would have fired while it was off is not made up for.
create table trigger (
    id text not null primary key,
    function_id integer not null,
    kind text not null,
    expression text,
    enabled integer not null default 1,
    created_at integer not null,
    anchor_at integer not null,
    last_fired_at integer,
    constraint trigger_function foreign key (function_id) references function (id) on delete cascade,
    constraint trigger_kind check (kind in ('function-url', 'schedule')),
    constraint trigger_expression check ((kind = 'schedule') = (expression is not null)),
    constraint trigger_enabled check (enabled in (0, 1))
) strict;

create unique index trigger_one_url on trigger (function_id) where kind = 'function-url';
create index trigger_function_id on trigger (function_id);
