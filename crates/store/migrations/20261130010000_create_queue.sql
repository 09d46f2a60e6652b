-- Queues as Amazon SQS has them. Times are on the account's clock. `settings` is JSON: nothing asks for a part of it but for
-- `redrive_to`, the ARN of the dead-letter queue, which is beside it. What is stored is counted, so that a quota costs no scan.
create table queue (
    id integer not null primary key autoincrement,
    account_id text not null,
    name text not null,
    settings text not null,
    redrive_to text,
    purged_at integer,
    stored_messages integer not null default 0,
    stored_bytes integer not null default 0,
    created_at integer not null,
    modified_at integer not null,
    constraint queue_account foreign key (account_id) references account (id) on delete cascade
) strict;

create unique index queue_name on queue (account_id, name);
create index queue_redrive_to on queue (redrive_to) where redrive_to is not null;

create table queue_tag (
    queue_id integer not null,
    name text not null,
    value text not null,
    created_at integer not null,
    primary key (queue_id, name),
    constraint queue_tag_queue foreign key (queue_id) references queue (id) on delete cascade
) strict, without rowid;

-- A message that was received has the receipt of that receive, and is hidden until `visible_at`. `kept_from` is when it began to be
-- kept: when it was sent, or when it came to a FIFO queue for what cannot be handled. Ordered by `key`, the order of arrival.
create table queue_message (
    key integer not null primary key autoincrement,
    queue_id integer not null,
    id text not null,
    body text not null,
    -- As JSON.
    attributes text not null,
    sender text not null,
    trace_header text,
    group_id text,
    deduplication_id text,
    source text,
    bytes integer not null,
    receive_count integer not null default 0,
    receipt text,
    kept_from integer not null,
    visible_at integer not null,
    received_at integer,
    first_received_at integer,
    created_at integer not null,
    constraint queue_message_queue foreign key (queue_id) references queue (id) on delete cascade
) strict;

create index queue_message_queue_id on queue_message (queue_id);
create index queue_message_visible on queue_message (queue_id, visible_at, receive_count, kept_from);
create index queue_message_kept on queue_message (queue_id, kept_from);
create index queue_message_received on queue_message (queue_id, receive_count) where receive_count > 0;
create index queue_message_id on queue_message (id);

-- What was sent to FIFO queues in the last five minutes. `scope` is empty for the whole queue, else a message group.
create table queue_deduplication (
    queue_id integer not null,
    scope text not null,
    deduplication_id text not null,
    message_id text not null,
    message_key integer not null,
    created_at integer not null,
    primary key (queue_id, scope, deduplication_id),
    constraint queue_deduplication_queue foreign key (queue_id) references queue (id) on delete cascade
) strict, without rowid;

create index queue_deduplication_created_at on queue_deduplication (queue_id, created_at);

create trigger queue_message_stored after insert on queue_message begin
    update queue set stored_messages = stored_messages + 1, stored_bytes = stored_bytes + new.bytes where id = new.queue_id;
end;

create trigger queue_message_gone after delete on queue_message begin
    update queue set stored_messages = stored_messages - 1, stored_bytes = stored_bytes - old.bytes where id = old.queue_id;
end;

create trigger queue_message_moved after update of queue_id on queue_message begin
    update queue set stored_messages = stored_messages - 1, stored_bytes = stored_bytes - old.bytes where id = old.queue_id;
    update queue set stored_messages = stored_messages + 1, stored_bytes = stored_bytes + new.bytes where id = new.queue_id;
end;
