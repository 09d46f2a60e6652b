-- Time in which an environment was made from its version's image: null where INIT ran or the environment was there, as in earlier runs.
alter table run add column restore_us integer;
