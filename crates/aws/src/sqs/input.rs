//! What operations are given. A member that is not here is refused by its name, not ignored.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Declares inputs with SQS's names of their members.
macro_rules! inputs {
    ($($(#[$doc:meta])* $name:ident { $($field:ident $member:literal: $kind:ty),* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub(super) struct $name {
                $(#[serde(rename = $member)] pub(super) $field: Option<$kind>,)*
            }
        )*
    };
}

inputs! {
    /// `CreateQueue`.
    CreateQueue { name "QueueName": String, attributes "Attributes": BTreeMap<String, String>, tags "tags": BTreeMap<String, String> }
    /// `GetQueueUrl`.
    GetQueueUrl { name "QueueName": String, owner "QueueOwnerAWSAccountId": String }
    /// `ListQueues`.
    ListQueues { prefix "QueueNamePrefix": String, token "NextToken": String, max "MaxResults": i64 }
    /// `DeleteQueue`, `PurgeQueue` and `ListQueueTags`.
    OfQueue { url "QueueUrl": String }
    /// `GetQueueAttributes`.
    GetAttributes { url "QueueUrl": String, names "AttributeNames": Vec<String> }
    /// `SetQueueAttributes`.
    SetAttributes { url "QueueUrl": String, attributes "Attributes": BTreeMap<String, String> }
    /// `ListDeadLetterSourceQueues`.
    Sources { url "QueueUrl": String, token "NextToken": String, max "MaxResults": i64 }
    /// `TagQueue`.
    Tag { url "QueueUrl": String, tags "Tags": BTreeMap<String, String> }
    /// `UntagQueue`.
    Untag { url "QueueUrl": String, keys "TagKeys": Vec<String> }
    /// `SendMessage`, and an entry of `SendMessageBatch`: the one has a URL, the other an id.
    Send {
        url "QueueUrl": String,
        id "Id": String,
        body "MessageBody": String,
        delay "DelaySeconds": i64,
        attributes "MessageAttributes": BTreeMap<String, Attribute>,
        system "MessageSystemAttributes": BTreeMap<String, Attribute>,
        deduplication "MessageDeduplicationId": String,
        group "MessageGroupId": String
    }
    /// A message attribute.
    Attribute {
        data_type "DataType": String,
        text "StringValue": String,
        binary "BinaryValue": String,
        texts "StringListValues": Vec<String>,
        binaries "BinaryListValues": Vec<String>
    }
    /// `ReceiveMessage`.
    Receive {
        url "QueueUrl": String,
        names "AttributeNames": Vec<String>,
        system "MessageSystemAttributeNames": Vec<String>,
        attributes "MessageAttributeNames": Vec<String>,
        max "MaxNumberOfMessages": i64,
        visibility "VisibilityTimeout": i64,
        wait "WaitTimeSeconds": i64,
        attempt "ReceiveRequestAttemptId": String
    }
    /// `DeleteMessage`, and an entry of `DeleteMessageBatch`.
    Delete { url "QueueUrl": String, id "Id": String, receipt "ReceiptHandle": String }
    /// `ChangeMessageVisibility`, and an entry of its batch.
    Change { url "QueueUrl": String, id "Id": String, receipt "ReceiptHandle": String, visibility "VisibilityTimeout": i64 }
    /// `SendMessageBatch`.
    SendBatch { url "QueueUrl": String, entries "Entries": Vec<Send> }
    /// `DeleteMessageBatch`.
    DeleteBatch { url "QueueUrl": String, entries "Entries": Vec<Delete> }
    /// `ChangeMessageVisibilityBatch`.
    ChangeBatch { url "QueueUrl": String, entries "Entries": Vec<Change> }
}
