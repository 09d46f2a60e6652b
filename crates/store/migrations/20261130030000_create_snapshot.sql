-- How far the image of a version is that SnapStart starts from. A version without a row has none. The image itself is not here: it is made
-- again when a server starts, so a row that is `pending` is one whose INIT has not ended yet, under whichever server.
create table snapshot (
    function_id integer not null,
    number integer not null,
    state text not null default 'pending',
    reason_code text,
    reason text,
    created_at integer not null,
    modified_at integer not null,
    primary key (function_id, number),
    constraint snapshot_version foreign key (function_id, number) references version (function_id, number) on delete cascade,
    constraint snapshot_state check (state in ('pending', 'ready', 'failed')),
    constraint snapshot_reason check ((state = 'failed') = (reason is not null))
) strict, without rowid;
