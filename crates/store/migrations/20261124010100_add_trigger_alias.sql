-- A function URL may be of an alias: then it is the only one of that alias.
alter table trigger add column alias text;

drop index trigger_one_url;

create unique index trigger_one_url on trigger (function_id, coalesce(alias, '')) where kind = 'function-url';
