-- How a function URL knows its callers and answers, as JSON; null is the default of all.
alter table trigger add column url_settings text;
alter table trigger add column url_modified_at integer;
