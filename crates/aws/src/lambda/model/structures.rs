//! What the inputs are made of of AWS Lambda, 2015-03-31.
//!
//! Made by `scripts/aws-shapes.sh` from the model in botocore 1.44.5 (Apache-2.0). Do not edit; make it again.

use super::Location::Body;
use super::Shape::{self, *};
use super::values::*;
use super::{member, must};

pub(crate) const ACCELERATOR_CONFIG: Shape =
    Structure(&[must("AcceleratorMemorySize", Body, "AcceleratorMemorySize", &ACCELERATOR_MEMORY_GB)]);

pub(crate) const ADDITIONAL_VERSION_WEIGHTS: Shape = Map(&ADDITIONAL_VERSION, &WEIGHT);

pub(crate) const ALIAS_ROUTING_CONFIGURATION: Shape =
    Structure(&[member("AdditionalVersionWeights", Body, "AdditionalVersionWeights", &ADDITIONAL_VERSION_WEIGHTS)]);

pub(crate) const ALLOW_METHODS_LIST: Shape = List(&METHOD);

pub(crate) const ALLOW_ORIGINS_LIST: Shape = List(&ORIGIN);

pub(crate) const AMAZON_MANAGED_KAFKA_EVENT_SOURCE_CONFIG: Shape = Structure(&[
    member("ConsumerGroupId", Body, "ConsumerGroupId", &URI),
    member("SchemaRegistryConfig", Body, "SchemaRegistryConfig", &KAFKA_SCHEMA_REGISTRY_CONFIG),
]);

pub(crate) const ARCHITECTURES_LIST: Shape = List(&ARCHITECTURE);

pub(crate) const CAPACITY_PROVIDER_CONFIG: Shape = Structure(&[must(
    "LambdaManagedInstancesCapacityProviderConfig",
    Body,
    "LambdaManagedInstancesCapacityProviderConfig",
    &LAMBDA_MANAGED_INSTANCES_CAPACITY_PROVIDER_CONFIG,
)]);

pub(crate) const COMPATIBLE_ARCHITECTURES: Shape = List(&ARCHITECTURE);

pub(crate) const COMPATIBLE_RUNTIMES: Shape = List(&RUNTIME);

pub(crate) const CORS: Shape = Structure(&[
    member("AllowCredentials", Body, "AllowCredentials", &ALLOW_CREDENTIALS),
    member("AllowHeaders", Body, "AllowHeaders", &HEADERS_LIST),
    member("AllowMethods", Body, "AllowMethods", &ALLOW_METHODS_LIST),
    member("AllowOrigins", Body, "AllowOrigins", &ALLOW_ORIGINS_LIST),
    member("ExposeHeaders", Body, "ExposeHeaders", &HEADERS_LIST),
    member("MaxAge", Body, "MaxAge", &MAX_AGE),
]);

pub(crate) const DEAD_LETTER_CONFIG: Shape = Structure(&[member("TargetArn", Body, "TargetArn", &RESOURCE_ARN)]);

pub(crate) const DESTINATION_CONFIG: Shape = Structure(&[
    member("OnSuccess", Body, "OnSuccess", &ON_SUCCESS),
    member("OnFailure", Body, "OnFailure", &ON_FAILURE),
]);

pub(crate) const DOCUMENT_DB_EVENT_SOURCE_CONFIG: Shape = Structure(&[
    member("DatabaseName", Body, "DatabaseName", &DATABASE_NAME),
    member("CollectionName", Body, "CollectionName", &COLLECTION_NAME),
    member("FullDocument", Body, "FullDocument", &FULL_DOCUMENT),
]);

pub(crate) const DURABLE_CONFIG: Shape = Structure(&[
    member("KMSKeyArn", Body, "KMSKeyArn", &KMS_KEY_ARN),
    member("RetentionPeriodInDays", Body, "RetentionPeriodInDays", &RETENTION_PERIOD_IN_DAYS),
    member("ExecutionTimeout", Body, "ExecutionTimeout", &EXECUTION_TIMEOUT),
]);

pub(crate) const ENDPOINT_LISTS: Shape = List(&ENDPOINT);

pub(crate) const ENDPOINTS: Shape = Map(&END_POINT_TYPE, &ENDPOINT_LISTS);

pub(crate) const ENVIRONMENT: Shape = Structure(&[member("Variables", Body, "Variables", &ENVIRONMENT_VARIABLES)]);

pub(crate) const ENVIRONMENT_VARIABLES: Shape = Map(&ENVIRONMENT_VARIABLE_NAME, &ENVIRONMENT_VARIABLE_VALUE);

pub(crate) const EPHEMERAL_STORAGE: Shape = Structure(&[must("Size", Body, "Size", &EPHEMERAL_STORAGE_SIZE)]);

pub(crate) const EVENT_SOURCE_MAPPING_LOGGING_CONFIG: Shape =
    Structure(&[member("SystemLogLevel", Body, "SystemLogLevel", &EVENT_SOURCE_MAPPING_SYSTEM_LOG_LEVEL)]);

pub(crate) const EVENT_SOURCE_MAPPING_METRIC_LIST: Shape = List(&EVENT_SOURCE_MAPPING_METRIC);

pub(crate) const EVENT_SOURCE_MAPPING_METRICS_CONFIG: Shape =
    Structure(&[member("Metrics", Body, "Metrics", &EVENT_SOURCE_MAPPING_METRIC_LIST)]);

pub(crate) const FILE_SYSTEM_CONFIG: Shape = Structure(&[
    must("Arn", Body, "Arn", &FILE_SYSTEM_ARN),
    must("LocalMountPath", Body, "LocalMountPath", &LOCAL_MOUNT_PATH),
    member("S3FilesConfig", Body, "S3FilesConfig", &S3_FILES_CONFIG),
]);

pub(crate) const FILE_SYSTEM_CONFIG_LIST: Shape = List(&FILE_SYSTEM_CONFIG);

pub(crate) const FILTER: Shape = Structure(&[member("Pattern", Body, "Pattern", &PATTERN)]);

pub(crate) const FILTER_CRITERIA: Shape = Structure(&[member("Filters", Body, "Filters", &FILTER_LIST)]);

pub(crate) const FILTER_LIST: Shape = List(&FILTER);

pub(crate) const FUNCTION_CODE: Shape = Structure(&[
    member("ZipFile", Body, "ZipFile", &BLOB),
    member("S3Bucket", Body, "S3Bucket", &S3_BUCKET),
    member("S3Key", Body, "S3Key", &S3_KEY),
    member("S3ObjectVersion", Body, "S3ObjectVersion", &S3_OBJECT_VERSION),
    member("S3ObjectStorageMode", Body, "S3ObjectStorageMode", &S3_OBJECT_STORAGE_MODE),
    member("ImageUri", Body, "ImageUri", &STRING),
    member("SourceKMSKeyArn", Body, "SourceKMSKeyArn", &KMS_KEY_ARN),
]);

pub(crate) const FUNCTION_RESPONSE_TYPE_LIST: Shape = List(&FUNCTION_RESPONSE_TYPE);

pub(crate) const FUNCTION_RUNTIME_CONFIG: Shape = Structure(&[
    must("RuntimeArn", Body, "RuntimeArn", &FUNCTION_RUNTIME_ARN),
    must("RuntimeAlias", Body, "RuntimeAlias", &FUNCTION_RUNTIME_ALIAS),
]);

pub(crate) const HEADERS_LIST: Shape = List(&HEADER);

pub(crate) const IMAGE_CONFIG: Shape = Structure(&[
    member("EntryPoint", Body, "EntryPoint", &STRING_LIST),
    member("Command", Body, "Command", &STRING_LIST),
    member("WorkingDirectory", Body, "WorkingDirectory", &WORKING_DIRECTORY),
]);

pub(crate) const KAFKA_SCHEMA_REGISTRY_ACCESS_CONFIG: Shape =
    Structure(&[member("Type", Body, "Type", &KAFKA_SCHEMA_REGISTRY_AUTH_TYPE), member("URI", Body, "URI", &ARN)]);

pub(crate) const KAFKA_SCHEMA_REGISTRY_ACCESS_CONFIG_LIST: Shape = List(&KAFKA_SCHEMA_REGISTRY_ACCESS_CONFIG);

pub(crate) const KAFKA_SCHEMA_REGISTRY_CONFIG: Shape = Structure(&[
    member("SchemaRegistryURI", Body, "SchemaRegistryURI", &SCHEMA_REGISTRY_URI),
    member("EventRecordFormat", Body, "EventRecordFormat", &SCHEMA_REGISTRY_EVENT_RECORD_FORMAT),
    member("AccessConfigs", Body, "AccessConfigs", &KAFKA_SCHEMA_REGISTRY_ACCESS_CONFIG_LIST),
    member("SchemaValidationConfigs", Body, "SchemaValidationConfigs", &KAFKA_SCHEMA_VALIDATION_CONFIG_LIST),
]);

pub(crate) const KAFKA_SCHEMA_VALIDATION_CONFIG: Shape =
    Structure(&[member("Attribute", Body, "Attribute", &KAFKA_SCHEMA_VALIDATION_ATTRIBUTE)]);

pub(crate) const KAFKA_SCHEMA_VALIDATION_CONFIG_LIST: Shape = List(&KAFKA_SCHEMA_VALIDATION_CONFIG);

pub(crate) const LAMBDA_MANAGED_INSTANCES_CAPACITY_PROVIDER_CONFIG: Shape = Structure(&[
    must("CapacityProviderArn", Body, "CapacityProviderArn", &CAPACITY_PROVIDER_ARN),
    member(
        "PerExecutionEnvironmentMaxConcurrency",
        Body,
        "PerExecutionEnvironmentMaxConcurrency",
        &PER_EXECUTION_ENVIRONMENT_MAX_CONCURRENCY,
    ),
    member(
        "ExecutionEnvironmentMemoryGiBPerVCpu",
        Body,
        "ExecutionEnvironmentMemoryGiBPerVCpu",
        &EXECUTION_ENVIRONMENT_MEMORY_GI_B_PER_V_CPU,
    ),
]);

pub(crate) const LAYER_LIST: Shape = List(&LAYER_VERSION_ARN);

pub(crate) const LAYER_VERSION_CONTENT_INPUT: Shape = Structure(&[
    member("S3Bucket", Body, "S3Bucket", &S3_BUCKET),
    member("S3Key", Body, "S3Key", &S3_KEY),
    member("S3ObjectVersion", Body, "S3ObjectVersion", &S3_OBJECT_VERSION),
    member("S3ObjectStorageMode", Body, "S3ObjectStorageMode", &S3_OBJECT_STORAGE_MODE),
    member("ZipFile", Body, "ZipFile", &BLOB),
]);

pub(crate) const LOGGING_CONFIG: Shape = Structure(&[
    member("LogFormat", Body, "LogFormat", &LOG_FORMAT),
    member("ApplicationLogLevel", Body, "ApplicationLogLevel", &APPLICATION_LOG_LEVEL),
    member("SystemLogLevel", Body, "SystemLogLevel", &SYSTEM_LOG_LEVEL),
    member("LogGroup", Body, "LogGroup", &LOG_GROUP),
]);

pub(crate) const ON_FAILURE: Shape = Structure(&[member("Destination", Body, "Destination", &DESTINATION_ARN)]);

pub(crate) const ON_SUCCESS: Shape = Structure(&[member("Destination", Body, "Destination", &DESTINATION_ARN)]);

pub(crate) const PROVISIONED_POLLER_CONFIG: Shape = Structure(&[
    member("MinimumPollers", Body, "MinimumPollers", &MINIMUM_NUMBER_OF_POLLERS),
    member("MaximumPollers", Body, "MaximumPollers", &MAXIMUM_NUMBER_OF_POLLERS),
    member("PollerGroupName", Body, "PollerGroupName", &PROVISIONED_POLLER_GROUP_NAME),
]);

pub(crate) const QUEUES: Shape = List(&QUEUE);

pub(crate) const S3_FILES_CONFIG: Shape = Structure(&[member("DirectS3Read", Body, "DirectS3Read", &DIRECT_S3_READ)]);

pub(crate) const SCALING_CONFIG: Shape =
    Structure(&[member("MaximumConcurrency", Body, "MaximumConcurrency", &MAXIMUM_CONCURRENCY)]);

pub(crate) const SECURITY_GROUP_IDS: Shape = List(&SECURITY_GROUP_ID);

pub(crate) const SELF_MANAGED_EVENT_SOURCE: Shape = Structure(&[member("Endpoints", Body, "Endpoints", &ENDPOINTS)]);

pub(crate) const SELF_MANAGED_KAFKA_EVENT_SOURCE_CONFIG: Shape = Structure(&[
    member("ConsumerGroupId", Body, "ConsumerGroupId", &URI),
    member("SchemaRegistryConfig", Body, "SchemaRegistryConfig", &KAFKA_SCHEMA_REGISTRY_CONFIG),
    member("ConsumptionMode", Body, "ConsumptionMode", &KAFKA_EVENT_SOURCE_MAPPING_CONSUMPTION_MODE),
]);

pub(crate) const SNAP_START: Shape = Structure(&[member("ApplyOn", Body, "ApplyOn", &SNAP_START_APPLY_ON)]);

pub(crate) const SOURCE_ACCESS_CONFIGURATION: Shape =
    Structure(&[member("Type", Body, "Type", &SOURCE_ACCESS_TYPE), member("URI", Body, "URI", &URI)]);

pub(crate) const SOURCE_ACCESS_CONFIGURATIONS: Shape = List(&SOURCE_ACCESS_CONFIGURATION);

pub(crate) const STRING_LIST: Shape = List(&STRING);

pub(crate) const SUBNET_IDS: Shape = List(&SUBNET_ID);

pub(crate) const TAG_KEY_LIST: Shape = List(&TAG_KEY);

pub(crate) const TAGS: Shape = Map(&TAG_KEY, &TAG_VALUE);

pub(crate) const TENANCY_CONFIG: Shape =
    Structure(&[must("TenantIsolationMode", Body, "TenantIsolationMode", &TENANT_ISOLATION_MODE)]);

pub(crate) const TOPICS: Shape = List(&TOPIC);

pub(crate) const TRACING_CONFIG: Shape = Structure(&[member("Mode", Body, "Mode", &TRACING_MODE)]);

pub(crate) const VPC_CONFIG: Shape = Structure(&[
    member("SubnetIds", Body, "SubnetIds", &SUBNET_IDS),
    member("SecurityGroupIds", Body, "SecurityGroupIds", &SECURITY_GROUP_IDS),
    member("Ipv6AllowedForDualStack", Body, "Ipv6AllowedForDualStack", &NULLABLE_BOOLEAN),
]);
