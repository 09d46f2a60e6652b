-- What `$LATEST` is where it was set through the AWS API: deployed, and published as a version only if someone asks for that.
-- A function without a row has its newest version as `$LATEST`, as pages deploy. The first change through the API makes the row;
-- from then on pages keep it too. `last_version` outlives versions that are deleted, so that no number is given twice.
create table latest (
    function_id integer not null primary key,
    revision text not null,
    code_sha256 blob not null,
    zip_sha256 blob,
    config text not null,
    description text not null default '',
    role text not null default '',
    last_version integer not null default 0,
    created_at integer not null,
    modified_at integer not null,
    constraint latest_function foreign key (function_id) references function (id) on delete cascade,
    constraint latest_code foreign key (code_sha256) references code (sha256)
) strict;

create index latest_code_sha256 on latest (code_sha256);
create index latest_zip_sha256 on latest (zip_sha256);

-- What only versions have that were published through the API.
create table version_origin (
    function_id integer not null,
    number integer not null,
    revision text not null,
    zip_sha256 blob,
    role text not null default '',
    created_at integer not null,
    primary key (function_id, number),
    constraint version_origin_version foreign key (function_id, number) references version (function_id, number)
        on delete cascade
) strict, without rowid;

create index version_origin_zip_sha256 on version_origin (zip_sha256);

-- A zip as it was uploaded: its hash is `CodeSha256`, and whoever downloads it gets the same bytes.
create table zip (
    sha256 blob not null primary key,
    content blob not null,
    created_at integer not null
) strict;

-- Hash and size of the zip that is made of code which was not uploaded as one, so that a list of functions makes none.
create table code_zip (
    code_sha256 blob not null primary key,
    zip_sha256 blob not null,
    zip_bytes integer not null,
    created_at integer not null,
    constraint code_zip_code foreign key (code_sha256) references code (sha256) on delete cascade
) strict;
