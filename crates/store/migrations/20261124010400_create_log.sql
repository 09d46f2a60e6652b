-- The log stream of a run: that of its environment. Runs of older programs, and those that got no environment, have none of their
-- own; they get one by their id.
create table run_stream (
    run_key integer not null primary key,
    name text not null,
    created_at integer not null,
    constraint run_stream_run foreign key (run_key) references run (key) on delete cascade
) strict;

-- For how many days a function's log is kept; without a row as long as its runs are.
create table log_retention (
    function_id integer not null primary key,
    days integer not null,
    created_at integer not null,
    constraint log_retention_function foreign key (function_id) references function (id) on delete cascade
) strict;

-- What CloudWatch Logs shows of the runs: the lines of their logs.
create view log_line as
select
    r.function_id,
    r.created_at as run_at,
    e.run_key,
    e.seq,
    e.created_at,
    e.event,
    coalesce(
        s.name,
        strftime('%Y/%m/%d', r.created_at / 1000, 'unixepoch') || '/[' || coalesce(json_extract(r.target, '$.Version'), '$LATEST')
        || ']' || replace(r.id, '-', '')
    ) as stream
from run r
join run_event e on e.run_key = r.key
left join run_stream s on s.run_key = r.key
where substr(e.event, 1, 7) = '{"Log":';
