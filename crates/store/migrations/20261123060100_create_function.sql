-- Code is in the database and not in files beside it: one commit makes a draft and its code durable together, a backup is one
-- file, and with at most 3 MiB for a function the database stays small enough for it.
-- Files are stored once, by their hash: versions that share a file share its bytes.
create table blob (
    sha256 blob not null primary key,
    content blob not null,
    created_at integer not null
) strict;

create table code (
    sha256 blob not null primary key,
    created_at integer not null
) strict;

create table code_file (
    code_sha256 blob not null,
    path text not null,
    encoding text not null,
    blob_sha256 blob not null,
    created_at integer not null,
    primary key (code_sha256, path),
    constraint code_file_code foreign key (code_sha256) references code (sha256) on delete cascade,
    constraint code_file_blob foreign key (blob_sha256) references blob (sha256),
    constraint code_file_encoding check (encoding in ('text', 'base64'))
) strict, without rowid;

create index code_file_blob_sha256 on code_file (blob_sha256);

-- A deleted function keeps its row until it is purged, so its name is unique only among the living.
create table function (
    id integer not null primary key autoincrement,
    account_id text not null,
    name text not null,
    revision text not null,
    code_sha256 blob not null,
    config text not null,
    created_at integer not null,
    modified_at integer not null,
    deleted_at integer,
    constraint function_account foreign key (account_id) references account (id) on delete cascade,
    constraint function_code foreign key (code_sha256) references code (sha256)
) strict;

create unique index function_live_name on function (account_id, name) where deleted_at is null;
create index function_account_id on function (account_id);
create index function_code_sha256 on function (code_sha256);

create table version (
    function_id integer not null,
    number integer not null,
    code_sha256 blob not null,
    config text not null,
    description text not null default '',
    created_at integer not null,
    primary key (function_id, number),
    constraint version_function foreign key (function_id) references function (id) on delete cascade,
    constraint version_code foreign key (code_sha256) references code (sha256),
    constraint version_number_positive check (number >= 1)
) strict, without rowid;

create index version_code_sha256 on version (code_sha256);
