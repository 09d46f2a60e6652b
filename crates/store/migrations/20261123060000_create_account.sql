-- A visitor's workspace is an account; a browser shows that it owns one by a session's token.
-- In all tables: `…_at` is milliseconds since 1970. Times that belong to an account are on the account's clock, which is ahead
-- of the machine's by `clock_offset_ms`; a session's times are on the machine's clock, so that skipping ahead logs nobody out.
create table account (
    id text not null primary key,
    price_book text not null,
    clock_offset_ms integer not null default 0,
    created_at integer not null,
    constraint account_id_digits check (length(id) = 12)
) strict;

-- Only the hash of a token is kept, so that a copied database opens no workspace.
create table session (
    token_sha256 blob not null primary key,
    account_id text not null,
    created_at integer not null,
    expires_at integer not null,
    constraint session_account foreign key (account_id) references account (id) on delete cascade
) strict, without rowid;

create index session_account_id on session (account_id);
create index session_expires_at on session (expires_at);
