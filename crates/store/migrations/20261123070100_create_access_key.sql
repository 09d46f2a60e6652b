-- Keys that sign requests to the AWS endpoint. No secret is kept: it is made anew from the id and the installation's own key,
-- which is in a file beside the database, so that a copied database signs nothing.
create table access_key (
    id text not null primary key,
    account_id text not null,
    created_at integer not null,
    constraint access_key_account foreign key (account_id) references account (id) on delete cascade,
    constraint access_key_id_length check (length(id) = 20)
) strict;

create index access_key_account_id on access_key (account_id);
