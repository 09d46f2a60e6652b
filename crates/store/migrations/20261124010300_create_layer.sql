-- Layers: a name and the highest number that one of its versions had. Numbers are not given twice.
create table layer (
    id integer not null primary key autoincrement,
    account_id text not null,
    name text not null,
    last_version integer not null default 0,
    created_at integer not null,
    constraint layer_account foreign key (account_id) references account (id) on delete cascade
) strict;

create unique index layer_name on layer (account_id, name);

-- A deleted version stays while a function has it: `deleted_at` hides it from everybody else.
create table layer_version (
    id integer not null primary key autoincrement,
    layer_id integer not null,
    number integer not null,
    code_sha256 blob not null,
    zip_sha256 blob not null,
    file_bytes integer not null,
    description text not null default '',
    license text,
    runtimes text,
    architectures text,
    policy_revision text,
    created_at integer not null,
    deleted_at integer,
    constraint layer_version_layer foreign key (layer_id) references layer (id) on delete cascade,
    constraint layer_version_code foreign key (code_sha256) references code (sha256),
    constraint layer_version_zip foreign key (zip_sha256) references zip (sha256)
) strict;

create unique index layer_version_number on layer_version (layer_id, number);
create index layer_version_code_sha256 on layer_version (code_sha256);
create index layer_version_zip_sha256 on layer_version (zip_sha256);

create table layer_permission (
    id integer not null primary key autoincrement,
    layer_version_id integer not null,
    sid text not null,
    statement text not null,
    created_at integer not null,
    constraint layer_permission_version foreign key (layer_version_id) references layer_version (id) on delete cascade
) strict;

create unique index layer_permission_sid on layer_permission (layer_version_id, sid);
