//! What texts and numbers may be of AWS Lambda, 2015-03-31.
//!
//! Made by `scripts/aws-shapes.sh` from the model in botocore 1.44.5 (Apache-2.0). Do not edit; make it again.

use super::Shape::{self, *};

pub(crate) const ACCELERATOR_MEMORY_GB: Shape = Number(None, None);
pub(crate) const ACTION: Shape = Text(Some(0), Some(10000), Some(r#"(lambda:[*]|lambda:[a-zA-Z]+|[*])"#));
pub(crate) const ADDITIONAL_VERSION: Shape = Text(Some(1), Some(1024), Some(r#"[0-9]+"#));
pub(crate) const ALIAS: Shape = Text(Some(1), Some(128), None);
pub(crate) const ALLOW_CREDENTIALS: Shape = Switch;
pub(crate) const APPLICATION_LOG_LEVEL: Shape = OneOf(&["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]);
pub(crate) const ARCHITECTURE: Shape = OneOf(&["x86_64", "arm64"]);
pub(crate) const ARN: Shape = Text(
    Some(0),
    Some(10000),
    Some(
        r#"arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)"#,
    ),
);
pub(crate) const BATCH_SIZE: Shape = Number(Some(1), Some(10000));
pub(crate) const BISECT_BATCH_ON_FUNCTION_ERROR: Shape = Switch;
pub(crate) const BLOB: Shape = Blob;
pub(crate) const BLOB_STREAM: Shape = Blob;
pub(crate) const BOOLEAN: Shape = Switch;
pub(crate) const CAPACITY_PROVIDER_ARN: Shape = Text(
    Some(1),
    Some(140),
    Some(
        r#"arn:aws[a-zA-Z-]*:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:capacity-provider:[a-zA-Z0-9-_]+"#,
    ),
);
pub(crate) const CODE_SIGNING_CONFIG_ARN: Shape = Text(
    Some(0),
    Some(200),
    Some(
        r#"arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:code-signing-config:csc-[a-z0-9]{17}"#,
    ),
);
pub(crate) const COLLECTION_NAME: Shape = Text(Some(1), Some(57), None);
pub(crate) const DATABASE_NAME: Shape = Text(Some(1), Some(63), Some(r#"[^ /\.$\x22]*"#));
pub(crate) const DATE: Shape = Fraction;
pub(crate) const DESCRIPTION: Shape = Text(Some(0), Some(256), None);
pub(crate) const DESTINATION_ARN: Shape = Text(
    Some(0),
    Some(350),
    Some(
        r#"$|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)"#,
    ),
);
pub(crate) const DIRECT_S3_READ: Shape = OneOf(&["ENABLED", "DISABLED", "AUTO"]);
pub(crate) const DURABLE_EXECUTION_NAME: Shape = Text(Some(1), Some(64), Some(r#"[a-zA-Z0-9-_]+"#));
pub(crate) const ENABLED: Shape = Switch;
pub(crate) const END_POINT_TYPE: Shape = OneOf(&["KAFKA_BOOTSTRAP_SERVERS"]);
pub(crate) const ENDPOINT: Shape = Text(
    Some(1),
    Some(300),
    Some(
        r#"(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9])\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\-]*[A-Za-z0-9]):[0-9]{1,5}"#,
    ),
);
pub(crate) const ENVIRONMENT_VARIABLE_NAME: Shape = Text(None, None, Some(r#"[a-zA-Z]([a-zA-Z0-9_])+"#));
pub(crate) const ENVIRONMENT_VARIABLE_VALUE: Shape = Text(None, None, None);
pub(crate) const EPHEMERAL_STORAGE_SIZE: Shape = Number(Some(512), Some(32768));
pub(crate) const EVENT_SOURCE_MAPPING_METRIC: Shape = OneOf(&["EventCount", "ErrorCount", "KafkaMetrics"]);
pub(crate) const EVENT_SOURCE_MAPPING_SYSTEM_LOG_LEVEL: Shape = OneOf(&["DEBUG", "INFO", "WARN"]);
pub(crate) const EVENT_SOURCE_POSITION: Shape = OneOf(&["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"]);
pub(crate) const EVENT_SOURCE_TOKEN: Shape = Text(Some(0), Some(256), Some(r#"[a-zA-Z0-9._\-]+"#));
pub(crate) const EXECUTION_ENVIRONMENT_MEMORY_GI_B_PER_V_CPU: Shape = Fraction;
pub(crate) const EXECUTION_TIMEOUT: Shape = Number(Some(1), Some(31622400));
pub(crate) const FILE_SYSTEM_ARN: Shape = Text(
    Some(0),
    Some(256),
    Some(
        r#"arn:aws[a-zA-Z-]*:elasticfilesystem:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:access-point/fsap-[a-f0-9]{17}$|^arn:aws[-a-z]*:s3files:[0-9a-z-:]+:file-system/fs-[0-9a-f]{17,40}/access-point/fsap-[0-9a-f]{17,40}"#,
    ),
);
pub(crate) const FULL_DOCUMENT: Shape = OneOf(&["UpdateLookup", "Default"]);
pub(crate) const FUNCTION_NAME: Shape = Text(
    Some(1),
    Some(140),
    Some(
        r#"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?"#,
    ),
);
pub(crate) const FUNCTION_RESPONSE_TYPE: Shape = OneOf(&["ReportBatchItemFailures"]);
pub(crate) const FUNCTION_RUNTIME_ALIAS: Shape = Text(Some(1), Some(128), None);
pub(crate) const FUNCTION_RUNTIME_ARN: Shape =
    Text(Some(48), Some(2048), Some(r#"arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:runtime/.+"#));
pub(crate) const FUNCTION_URL_AUTH_TYPE: Shape = OneOf(&["NONE", "AWS_IAM"]);
pub(crate) const FUNCTION_URL_FUNCTION_NAME: Shape = Text(Some(1), Some(140), None);
pub(crate) const FUNCTION_URL_QUALIFIER: Shape = Text(Some(1), Some(128), None);
pub(crate) const FUNCTION_VERSION: Shape = OneOf(&["ALL"]);
pub(crate) const FUNCTION_VERSION_LATEST_PUBLISHED: Shape = OneOf(&["LATEST_PUBLISHED"]);
pub(crate) const HANDLER: Shape = Text(Some(0), Some(128), Some(r#"[^\s]+"#));
pub(crate) const HEADER: Shape = Text(Some(0), Some(1024), Some(r#".*"#));
pub(crate) const INVOCATION_TYPE: Shape = OneOf(&["Event", "RequestResponse", "DryRun"]);
pub(crate) const INVOKE_MODE: Shape = OneOf(&["BUFFERED", "RESPONSE_STREAM"]);
pub(crate) const INVOKED_VIA_FUNCTION_URL: Shape = Switch;
pub(crate) const KMS_KEY_ARN: Shape = Text(Some(0), Some(10000), Some(r#"(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()"#));
pub(crate) const KAFKA_EVENT_SOURCE_MAPPING_CONSUMPTION_MODE: Shape = OneOf(&["Stream", "Queue"]);
pub(crate) const KAFKA_SCHEMA_REGISTRY_AUTH_TYPE: Shape =
    OneOf(&["BASIC_AUTH", "CLIENT_CERTIFICATE_TLS_AUTH", "SERVER_ROOT_CA_CERTIFICATE", "OAUTHBEARER_AUTH"]);
pub(crate) const KAFKA_SCHEMA_VALIDATION_ATTRIBUTE: Shape = OneOf(&["KEY", "VALUE"]);
pub(crate) const LAYER_NAME_OR_ARN: Shape = Text(
    Some(1),
    Some(2048),
    Some(
        r#"(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]{1,140}|[a-zA-Z0-9-_]{1,140})"#,
    ),
);
pub(crate) const LAYER_PERMISSION_ALLOWED_ACTION: Shape = Text(Some(0), Some(22), Some(r#"lambda:GetLayerVersion"#));
pub(crate) const LAYER_PERMISSION_ALLOWED_PRINCIPAL: Shape =
    Text(Some(0), Some(10000), Some(r#"\d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root"#));
pub(crate) const LAYER_VERSION_ARN: Shape = Text(
    Some(1),
    Some(2048),
    Some(
        r#"((arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+))"#,
    ),
);
pub(crate) const LAYER_VERSION_NUMBER: Shape = Number(None, None);
pub(crate) const LICENSE_INFO: Shape = Text(Some(0), Some(512), Some(r#".*"#));
pub(crate) const LOCAL_MOUNT_PATH: Shape = Text(Some(0), Some(160), Some(r#"/mnt/[a-zA-Z0-9-_.]+"#));
pub(crate) const LOG_FORMAT: Shape = OneOf(&["JSON", "Text"]);
pub(crate) const LOG_GROUP: Shape = Text(Some(1), Some(512), Some(r#"[\.\-_/#A-Za-z0-9]+"#));
pub(crate) const LOG_TYPE: Shape = OneOf(&["None", "Tail"]);
pub(crate) const MASTER_REGION: Shape =
    Text(Some(1), Some(50), Some(r#"ALL|(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}"#));
pub(crate) const MAX_AGE: Shape = Number(Some(0), Some(86400));
pub(crate) const MAX_FUNCTION_EVENT_INVOKE_CONFIG_LIST_ITEMS: Shape = Number(Some(1), Some(50));
pub(crate) const MAX_ITEMS: Shape = Number(Some(1), Some(50));
pub(crate) const MAX_LAYER_LIST_ITEMS: Shape = Number(Some(1), Some(50));
pub(crate) const MAX_LIST_ITEMS: Shape = Number(Some(1), Some(10000));
pub(crate) const MAX_PROVISIONED_CONCURRENCY_CONFIG_LIST_ITEMS: Shape = Number(Some(1), Some(50));
pub(crate) const MAXIMUM_BATCHING_WINDOW_IN_SECONDS: Shape = Number(Some(0), Some(300));
pub(crate) const MAXIMUM_CONCURRENCY: Shape = Number(Some(2), Some(1000));
pub(crate) const MAXIMUM_EVENT_AGE_IN_SECONDS: Shape = Number(Some(60), Some(21600));
pub(crate) const MAXIMUM_NUMBER_OF_POLLERS: Shape = Number(Some(1), Some(10000));
pub(crate) const MAXIMUM_RECORD_AGE_IN_SECONDS: Shape = Number(Some(-1), Some(604800));
pub(crate) const MAXIMUM_RETRY_ATTEMPTS: Shape = Number(Some(0), Some(2));
pub(crate) const MAXIMUM_RETRY_ATTEMPTS_EVENT_SOURCE_MAPPING: Shape = Number(Some(-1), Some(10000));
pub(crate) const MEMORY_SIZE: Shape = Number(Some(128), Some(32768));
pub(crate) const METHOD: Shape = Text(Some(0), Some(6), Some(r#".*"#));
pub(crate) const MINIMUM_NUMBER_OF_POLLERS: Shape = Number(Some(1), Some(200));
pub(crate) const NAMESPACED_FUNCTION_NAME: Shape = Text(
    Some(1),
    Some(256),
    Some(
        r#"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?"#,
    ),
);
pub(crate) const NAMESPACED_STATEMENT_ID: Shape = Text(Some(1), Some(100), Some(r#"([a-zA-Z0-9-_.]+)"#));
pub(crate) const NULLABLE_BOOLEAN: Shape = Switch;
pub(crate) const NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER: Shape =
    Text(Some(1), Some(128), Some(r#"\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+"#));
pub(crate) const ORGANIZATION_ID: Shape = Text(Some(0), Some(34), Some(r#"o-[a-z0-9]{10,32}"#));
pub(crate) const ORIGIN: Shape = Text(Some(1), Some(253), Some(r#".*"#));
pub(crate) const PACKAGE_TYPE: Shape = OneOf(&["Zip", "Image"]);
pub(crate) const PARALLELIZATION_FACTOR: Shape = Number(Some(1), Some(10));
pub(crate) const PATTERN: Shape = Text(Some(0), Some(4096), Some(r#"[\s\S]*"#));
pub(crate) const PER_EXECUTION_ENVIRONMENT_MAX_CONCURRENCY: Shape = Number(Some(1), Some(1600));
pub(crate) const POSITIVE_INTEGER: Shape = Number(Some(1), None);
pub(crate) const PRINCIPAL: Shape = Text(Some(0), Some(2048), Some(r#"[^\s]+"#));
pub(crate) const PRINCIPAL_ORG_ID: Shape = Text(Some(12), Some(34), Some(r#"o-[a-z0-9]{10,32}"#));
pub(crate) const PROVISIONED_POLLER_GROUP_NAME: Shape = Text(Some(0), Some(128), Some(r#"[a-zA-Z0-9-_]*"#));
pub(crate) const QUALIFIER: Shape = Text(Some(1), Some(128), Some(r#"(|[a-zA-Z0-9$_-]+)"#));
pub(crate) const QUEUE: Shape = Text(Some(1), Some(1000), Some(r#"[\s\S]*"#));
pub(crate) const RECURSIVE_LOOP: Shape = OneOf(&["Allow", "Terminate"]);
pub(crate) const RESERVED_CONCURRENT_EXECUTIONS: Shape = Number(Some(0), None);
pub(crate) const RESOURCE_ARN: Shape = Text(Some(0), Some(10000), Some(r#"(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()"#));
pub(crate) const RESPONSE_STREAMING_INVOCATION_TYPE: Shape = OneOf(&["RequestResponse", "DryRun"]);
pub(crate) const RETENTION_PERIOD_IN_DAYS: Shape = Number(Some(1), Some(90));
pub(crate) const ROLE_ARN: Shape =
    Text(Some(0), Some(10000), Some(r#"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+"#));
pub(crate) const RUNTIME: Shape = OneOf(&[
    "nodejs",
    "nodejs4.3",
    "nodejs6.10",
    "nodejs8.10",
    "nodejs10.x",
    "nodejs12.x",
    "nodejs14.x",
    "nodejs16.x",
    "nodejs18.x",
    "nodejs20.x",
    "nodejs22.x",
    "nodejs24.x",
    "java8",
    "java8.al2",
    "java11",
    "java17",
    "java21",
    "java25",
    "python2.7",
    "python3.6",
    "python3.7",
    "python3.8",
    "python3.9",
    "python3.10",
    "python3.11",
    "python3.12",
    "python3.13",
    "python3.14",
    "dotnetcore1.0",
    "dotnetcore2.0",
    "dotnetcore2.1",
    "dotnetcore3.1",
    "dotnet6",
    "dotnet8",
    "dotnet10",
    "nodejs4.3-edge",
    "go1.x",
    "ruby2.5",
    "ruby2.7",
    "ruby3.2",
    "ruby3.3",
    "ruby3.4",
    "ruby4.0",
    "provided",
    "provided.al2",
    "provided.al2023",
    "nodejs26.x",
    "python3.15",
    "java8.al2023",
    "java11.al2023",
    "java17.al2023",
    "custom",
]);
pub(crate) const RUNTIME_VERSION_ARN: Shape = Text(
    Some(26),
    Some(2048),
    Some(
        r#"((arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}::runtime:.+)|(arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:runtime/[A-Za-z0-9_.-]{1,128}/version/[A-Za-z0-9_.-]{1,128}))"#,
    ),
);
pub(crate) const S3_BUCKET: Shape = Text(Some(3), Some(63), None);
pub(crate) const S3_KEY: Shape = Text(Some(1), Some(1024), Some(r#".*"#));
pub(crate) const S3_OBJECT_STORAGE_MODE: Shape = OneOf(&["COPY", "REFERENCE"]);
pub(crate) const S3_OBJECT_VERSION: Shape = Text(Some(1), Some(1024), Some(r#".*"#));
pub(crate) const SCHEMA_REGISTRY_EVENT_RECORD_FORMAT: Shape = OneOf(&["JSON", "SOURCE"]);
pub(crate) const SCHEMA_REGISTRY_URI: Shape = Text(Some(1), Some(10000), Some(r#"[a-zA-Z0-9-\/*:_+=.@-]*"#));
pub(crate) const SECURITY_GROUP_ID: Shape = Text(Some(0), Some(1024), Some(r#"sg-[0-9a-zA-Z]*"#));
pub(crate) const SNAP_START_APPLY_ON: Shape = OneOf(&["PublishedVersions", "None"]);
pub(crate) const SOURCE_ACCESS_TYPE: Shape = OneOf(&[
    "BASIC_AUTH",
    "VPC_SUBNET",
    "VPC_SECURITY_GROUP",
    "SASL_SCRAM_512_AUTH",
    "SASL_SCRAM_256_AUTH",
    "VIRTUAL_HOST",
    "CLIENT_CERTIFICATE_TLS_AUTH",
    "SERVER_ROOT_CA_CERTIFICATE",
    "OAUTHBEARER_AUTH",
    "OAUTHBEARER_SCOPE",
    "OAUTHBEARER_AUDIENCE",
    "OAUTHBEARER_LOGICAL_CLUSTER",
    "OAUTHBEARER_IDENTITY_POOL",
    "IAM_AUTH",
    "IAM_OAUTHBEARER_AUTH",
]);
pub(crate) const SOURCE_OWNER: Shape = Text(Some(0), Some(12), Some(r#"\d{12}"#));
pub(crate) const STATEMENT_ID: Shape = Text(Some(1), Some(100), Some(r#"([a-zA-Z0-9-_]+)"#));
pub(crate) const STRING: Shape = Text(None, None, None);
pub(crate) const SUBNET_ID: Shape = Text(Some(0), Some(1024), Some(r#"subnet-[0-9a-z]*"#));
pub(crate) const SYSTEM_LOG_LEVEL: Shape = OneOf(&["DEBUG", "INFO", "WARN"]);
pub(crate) const TAG_KEY: Shape = Text(Some(1), Some(128), Some(r#"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)"#));
pub(crate) const TAG_VALUE: Shape = Text(Some(0), Some(256), Some(r#"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)"#));
pub(crate) const TAGGABLE_RESOURCE: Shape = Text(
    Some(1),
    Some(10000),
    Some(
        r#"arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|(capacity-provider|network-connector):[a-zA-Z0-9-_]{1,64})"#,
    ),
);
pub(crate) const TENANT_ID: Shape = Text(Some(1), Some(256), Some(r#"[a-zA-Z0-9\._:\/=+\-@ ]+"#));
pub(crate) const TENANT_ISOLATION_MODE: Shape = OneOf(&["PER_TENANT"]);
pub(crate) const TIMEOUT: Shape = Number(Some(1), Some(5400));
pub(crate) const TOPIC: Shape = Text(Some(1), Some(249), Some(r#"[^.]([a-zA-Z0-9\-_.]+)"#));
pub(crate) const TRACING_MODE: Shape = OneOf(&["Active", "PassThrough"]);
pub(crate) const TUMBLING_WINDOW_IN_SECONDS: Shape = Number(Some(0), Some(900));
pub(crate) const URI: Shape = Text(Some(1), Some(200), Some(r#"[ a-zA-Z0-9-\/*:_+=.@-]*"#));
pub(crate) const UUID_STRING: Shape = Text(Some(36), Some(36), None);
pub(crate) const UNQUALIFIED_FUNCTION_NAME: Shape = Text(
    Some(1),
    Some(140),
    Some(
        r#"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)"#,
    ),
);
pub(crate) const UPDATE_RUNTIME_ON: Shape = OneOf(&["Auto", "Manual", "FunctionUpdate"]);
pub(crate) const VERSION_WITH_LATEST_PUBLISHED: Shape =
    Text(Some(1), Some(1024), Some(r#"(\$LATEST(\.PUBLISHED)?|[0-9]+)"#));
pub(crate) const WEIGHT: Shape = Fraction;
pub(crate) const WORKING_DIRECTORY: Shape = Text(Some(0), Some(1000), None);
