-- Accounts hold regions: what an account has in another region than the default one belongs to a row of its own, whose id is
-- `123456789012/eu-west-1`. Clock, price book, sessions and access keys stay with the row of the account itself.
-- The check that an id is twelve digits would refuse these rows. SQLite cannot drop a check, and making the table anew would
-- delete all that refers to it, so the check is rewritten where SQLite keeps it (https://www.sqlite.org/lang_altertable.html#otheralter);
-- no row is touched, and it is undone with the migration's transaction.
pragma writable_schema = on;
update sqlite_schema
set sql = replace(sql, 'check (length(id) = 12)', 'check (length(id) = 12 or (length(id) > 13 and substr(id, 13, 1) = ''/''))')
where type = 'table' and name = 'account';
pragma writable_schema = reset;
