//! What the inputs may be of AWS Lambda, 2015-03-31.
//!
//! Made by `scripts/aws-shapes.sh` from the model in botocore 1.44.5 (Apache-2.0). Do not edit; make it again.

use super::Location::{Body, Header, Payload, Query, Uri};
use super::structures::*;
use super::values::*;
use super::{Input, member, must};

pub(crate) const ADD_LAYER_VERSION_PERMISSION: Input = Input(&[
    must("LayerName", Uri, "LayerName", &LAYER_NAME_OR_ARN),
    must("VersionNumber", Uri, "VersionNumber", &LAYER_VERSION_NUMBER),
    must("StatementId", Body, "StatementId", &STATEMENT_ID),
    must("Action", Body, "Action", &LAYER_PERMISSION_ALLOWED_ACTION),
    must("Principal", Body, "Principal", &LAYER_PERMISSION_ALLOWED_PRINCIPAL),
    member("OrganizationId", Body, "OrganizationId", &ORGANIZATION_ID),
    member("RevisionId", Query, "RevisionId", &STRING),
]);

pub(crate) const ADD_PERMISSION: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    must("StatementId", Body, "StatementId", &STATEMENT_ID),
    must("Action", Body, "Action", &ACTION),
    must("Principal", Body, "Principal", &PRINCIPAL),
    member("SourceArn", Body, "SourceArn", &ARN),
    member("FunctionUrlAuthType", Body, "FunctionUrlAuthType", &FUNCTION_URL_AUTH_TYPE),
    member("InvokedViaFunctionUrl", Body, "InvokedViaFunctionUrl", &INVOKED_VIA_FUNCTION_URL),
    member("SourceAccount", Body, "SourceAccount", &SOURCE_OWNER),
    member("EventSourceToken", Body, "EventSourceToken", &EVENT_SOURCE_TOKEN),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
    member("RevisionId", Body, "RevisionId", &STRING),
    member("PrincipalOrgID", Body, "PrincipalOrgID", &PRINCIPAL_ORG_ID),
]);

pub(crate) const CREATE_ALIAS: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME),
    must("Name", Body, "Name", &ALIAS),
    must("FunctionVersion", Body, "FunctionVersion", &VERSION_WITH_LATEST_PUBLISHED),
    member("Description", Body, "Description", &DESCRIPTION),
    member("RoutingConfig", Body, "RoutingConfig", &ALIAS_ROUTING_CONFIGURATION),
]);

pub(crate) const CREATE_EVENT_SOURCE_MAPPING: Input = Input(&[
    member("EventSourceArn", Body, "EventSourceArn", &ARN),
    must("FunctionName", Body, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Enabled", Body, "Enabled", &ENABLED),
    member("BatchSize", Body, "BatchSize", &BATCH_SIZE),
    member("FilterCriteria", Body, "FilterCriteria", &FILTER_CRITERIA),
    member("KMSKeyArn", Body, "KMSKeyArn", &KMS_KEY_ARN),
    member("MetricsConfig", Body, "MetricsConfig", &EVENT_SOURCE_MAPPING_METRICS_CONFIG),
    member("LoggingConfig", Body, "LoggingConfig", &EVENT_SOURCE_MAPPING_LOGGING_CONFIG),
    member("ScalingConfig", Body, "ScalingConfig", &SCALING_CONFIG),
    member(
        "MaximumBatchingWindowInSeconds",
        Body,
        "MaximumBatchingWindowInSeconds",
        &MAXIMUM_BATCHING_WINDOW_IN_SECONDS,
    ),
    member("ParallelizationFactor", Body, "ParallelizationFactor", &PARALLELIZATION_FACTOR),
    member("StartingPosition", Body, "StartingPosition", &EVENT_SOURCE_POSITION),
    member("StartingPositionTimestamp", Body, "StartingPositionTimestamp", &DATE),
    member("DestinationConfig", Body, "DestinationConfig", &DESTINATION_CONFIG),
    member("MaximumRecordAgeInSeconds", Body, "MaximumRecordAgeInSeconds", &MAXIMUM_RECORD_AGE_IN_SECONDS),
    member("BisectBatchOnFunctionError", Body, "BisectBatchOnFunctionError", &BISECT_BATCH_ON_FUNCTION_ERROR),
    member("MaximumRetryAttempts", Body, "MaximumRetryAttempts", &MAXIMUM_RETRY_ATTEMPTS_EVENT_SOURCE_MAPPING),
    member("Tags", Body, "Tags", &TAGS),
    member("TumblingWindowInSeconds", Body, "TumblingWindowInSeconds", &TUMBLING_WINDOW_IN_SECONDS),
    member("Topics", Body, "Topics", &TOPICS),
    member("Queues", Body, "Queues", &QUEUES),
    member("SourceAccessConfigurations", Body, "SourceAccessConfigurations", &SOURCE_ACCESS_CONFIGURATIONS),
    member("SelfManagedEventSource", Body, "SelfManagedEventSource", &SELF_MANAGED_EVENT_SOURCE),
    member("FunctionResponseTypes", Body, "FunctionResponseTypes", &FUNCTION_RESPONSE_TYPE_LIST),
    member(
        "AmazonManagedKafkaEventSourceConfig",
        Body,
        "AmazonManagedKafkaEventSourceConfig",
        &AMAZON_MANAGED_KAFKA_EVENT_SOURCE_CONFIG,
    ),
    member(
        "SelfManagedKafkaEventSourceConfig",
        Body,
        "SelfManagedKafkaEventSourceConfig",
        &SELF_MANAGED_KAFKA_EVENT_SOURCE_CONFIG,
    ),
    member("DocumentDBEventSourceConfig", Body, "DocumentDBEventSourceConfig", &DOCUMENT_DB_EVENT_SOURCE_CONFIG),
    member("ProvisionedPollerConfig", Body, "ProvisionedPollerConfig", &PROVISIONED_POLLER_CONFIG),
]);

pub(crate) const CREATE_FUNCTION: Input = Input(&[
    must("FunctionName", Body, "FunctionName", &FUNCTION_NAME),
    member("Runtime", Body, "Runtime", &RUNTIME),
    must("Role", Body, "Role", &ROLE_ARN),
    member("Handler", Body, "Handler", &HANDLER),
    must("Code", Body, "Code", &FUNCTION_CODE),
    member("Description", Body, "Description", &DESCRIPTION),
    member("Timeout", Body, "Timeout", &TIMEOUT),
    member("MemorySize", Body, "MemorySize", &MEMORY_SIZE),
    member("Publish", Body, "Publish", &BOOLEAN),
    member("PublishTo", Body, "PublishTo", &FUNCTION_VERSION_LATEST_PUBLISHED),
    member("VpcConfig", Body, "VpcConfig", &VPC_CONFIG),
    member("PackageType", Body, "PackageType", &PACKAGE_TYPE),
    member("DeadLetterConfig", Body, "DeadLetterConfig", &DEAD_LETTER_CONFIG),
    member("Environment", Body, "Environment", &ENVIRONMENT),
    member("KMSKeyArn", Body, "KMSKeyArn", &KMS_KEY_ARN),
    member("TracingConfig", Body, "TracingConfig", &TRACING_CONFIG),
    member("Tags", Body, "Tags", &TAGS),
    member("Layers", Body, "Layers", &LAYER_LIST),
    member("FileSystemConfigs", Body, "FileSystemConfigs", &FILE_SYSTEM_CONFIG_LIST),
    member("CodeSigningConfigArn", Body, "CodeSigningConfigArn", &CODE_SIGNING_CONFIG_ARN),
    member("ImageConfig", Body, "ImageConfig", &IMAGE_CONFIG),
    member("Architectures", Body, "Architectures", &ARCHITECTURES_LIST),
    member("EphemeralStorage", Body, "EphemeralStorage", &EPHEMERAL_STORAGE),
    member("SnapStart", Body, "SnapStart", &SNAP_START),
    member("LoggingConfig", Body, "LoggingConfig", &LOGGING_CONFIG),
    member("TenancyConfig", Body, "TenancyConfig", &TENANCY_CONFIG),
    member("CapacityProviderConfig", Body, "CapacityProviderConfig", &CAPACITY_PROVIDER_CONFIG),
    member("DurableConfig", Body, "DurableConfig", &DURABLE_CONFIG),
    member("RuntimeConfig", Body, "RuntimeConfig", &FUNCTION_RUNTIME_CONFIG),
    member("AcceleratorConfig", Body, "AcceleratorConfig", &ACCELERATOR_CONFIG),
]);

pub(crate) const CREATE_FUNCTION_URL_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_URL_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &FUNCTION_URL_QUALIFIER),
    must("AuthType", Body, "AuthType", &FUNCTION_URL_AUTH_TYPE),
    member("Cors", Body, "Cors", &CORS),
    member("InvokeMode", Body, "InvokeMode", &INVOKE_MODE),
]);

pub(crate) const DELETE_ALIAS: Input =
    Input(&[must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME), must("Name", Uri, "Name", &ALIAS)]);

pub(crate) const DELETE_EVENT_SOURCE_MAPPING: Input = Input(&[must("UUID", Uri, "UUID", &UUID_STRING)]);

pub(crate) const DELETE_FUNCTION: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
]);

pub(crate) const DELETE_FUNCTION_CONCURRENCY: Input =
    Input(&[must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME)]);

pub(crate) const DELETE_FUNCTION_EVENT_INVOKE_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
]);

pub(crate) const DELETE_FUNCTION_URL_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_URL_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &FUNCTION_URL_QUALIFIER),
]);

pub(crate) const DELETE_LAYER_VERSION: Input = Input(&[
    must("LayerName", Uri, "LayerName", &LAYER_NAME_OR_ARN),
    must("VersionNumber", Uri, "VersionNumber", &LAYER_VERSION_NUMBER),
]);

pub(crate) const DELETE_PROVISIONED_CONCURRENCY_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME),
    must("Qualifier", Query, "Qualifier", &QUALIFIER),
]);

pub(crate) const GET_ALIAS: Input =
    Input(&[must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME), must("Name", Uri, "Name", &ALIAS)]);

pub(crate) const GET_EVENT_SOURCE_MAPPING: Input = Input(&[must("UUID", Uri, "UUID", &UUID_STRING)]);

pub(crate) const GET_FUNCTION: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
]);

pub(crate) const GET_FUNCTION_CODE_SIGNING_CONFIG: Input =
    Input(&[must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME)]);

pub(crate) const GET_FUNCTION_CONCURRENCY: Input = Input(&[must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME)]);

pub(crate) const GET_FUNCTION_CONFIGURATION: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
]);

pub(crate) const GET_FUNCTION_EVENT_INVOKE_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
]);

pub(crate) const GET_FUNCTION_RECURSION_CONFIG: Input =
    Input(&[must("FunctionName", Uri, "FunctionName", &UNQUALIFIED_FUNCTION_NAME)]);

pub(crate) const GET_FUNCTION_URL_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_URL_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &FUNCTION_URL_QUALIFIER),
]);

pub(crate) const GET_LAYER_VERSION: Input = Input(&[
    must("LayerName", Uri, "LayerName", &LAYER_NAME_OR_ARN),
    must("VersionNumber", Uri, "VersionNumber", &LAYER_VERSION_NUMBER),
]);

pub(crate) const GET_LAYER_VERSION_BY_ARN: Input = Input(&[must("Arn", Query, "Arn", &LAYER_VERSION_ARN)]);

pub(crate) const GET_LAYER_VERSION_POLICY: Input = Input(&[
    must("LayerName", Uri, "LayerName", &LAYER_NAME_OR_ARN),
    must("VersionNumber", Uri, "VersionNumber", &LAYER_VERSION_NUMBER),
]);

pub(crate) const GET_POLICY: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
]);

pub(crate) const GET_PROVISIONED_CONCURRENCY_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME),
    must("Qualifier", Query, "Qualifier", &QUALIFIER),
]);

pub(crate) const GET_RUNTIME_MANAGEMENT_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
]);

pub(crate) const INVOKE: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("InvocationType", Header, "X-Amz-Invocation-Type", &INVOCATION_TYPE),
    member("LogType", Header, "X-Amz-Log-Type", &LOG_TYPE),
    member("ClientContext", Header, "X-Amz-Client-Context", &STRING),
    member("DurableExecutionName", Header, "X-Amz-Durable-Execution-Name", &DURABLE_EXECUTION_NAME),
    member("Payload", Payload, "Payload", &BLOB),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
    member("TenantId", Header, "X-Amz-Tenant-Id", &TENANT_ID),
]);

pub(crate) const INVOKE_ASYNC: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    must("InvokeArgs", Payload, "InvokeArgs", &BLOB_STREAM),
]);

pub(crate) const INVOKE_WITH_RESPONSE_STREAM: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("LogType", Header, "X-Amz-Log-Type", &LOG_TYPE),
    member("ClientContext", Header, "X-Amz-Client-Context", &STRING),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
    member("Payload", Payload, "Payload", &BLOB),
    member("TenantId", Header, "X-Amz-Tenant-Id", &TENANT_ID),
    member("InvocationType", Header, "X-Amz-Invocation-Type", &RESPONSE_STREAMING_INVOCATION_TYPE),
]);

pub(crate) const LIST_ALIASES: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME),
    member("FunctionVersion", Query, "FunctionVersion", &VERSION_WITH_LATEST_PUBLISHED),
    member("Marker", Query, "Marker", &STRING),
    member("MaxItems", Query, "MaxItems", &MAX_LIST_ITEMS),
]);

pub(crate) const LIST_EVENT_SOURCE_MAPPINGS: Input = Input(&[
    member("EventSourceArn", Query, "EventSourceArn", &ARN),
    member("FunctionName", Query, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Marker", Query, "Marker", &STRING),
    member("MaxItems", Query, "MaxItems", &MAX_LIST_ITEMS),
]);

pub(crate) const LIST_FUNCTION_EVENT_INVOKE_CONFIGS: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Marker", Query, "Marker", &STRING),
    member("MaxItems", Query, "MaxItems", &MAX_FUNCTION_EVENT_INVOKE_CONFIG_LIST_ITEMS),
]);

pub(crate) const LIST_FUNCTION_URL_CONFIGS: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_URL_FUNCTION_NAME),
    member("Marker", Query, "Marker", &STRING),
    member("MaxItems", Query, "MaxItems", &MAX_ITEMS),
]);

pub(crate) const LIST_FUNCTIONS: Input = Input(&[
    member("MasterRegion", Query, "MasterRegion", &MASTER_REGION),
    member("FunctionVersion", Query, "FunctionVersion", &FUNCTION_VERSION),
    member("Marker", Query, "Marker", &STRING),
    member("MaxItems", Query, "MaxItems", &MAX_LIST_ITEMS),
]);

pub(crate) const LIST_LAYER_VERSIONS: Input = Input(&[
    member("CompatibleArchitecture", Query, "CompatibleArchitecture", &ARCHITECTURE),
    member("CompatibleRuntime", Query, "CompatibleRuntime", &RUNTIME),
    must("LayerName", Uri, "LayerName", &LAYER_NAME_OR_ARN),
    member("Marker", Query, "Marker", &STRING),
    member("MaxItems", Query, "MaxItems", &MAX_LAYER_LIST_ITEMS),
]);

pub(crate) const LIST_LAYERS: Input = Input(&[
    member("CompatibleArchitecture", Query, "CompatibleArchitecture", &ARCHITECTURE),
    member("CompatibleRuntime", Query, "CompatibleRuntime", &RUNTIME),
    member("Marker", Query, "Marker", &STRING),
    member("MaxItems", Query, "MaxItems", &MAX_LAYER_LIST_ITEMS),
]);

pub(crate) const LIST_PROVISIONED_CONCURRENCY_CONFIGS: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME),
    member("Marker", Query, "Marker", &STRING),
    member("MaxItems", Query, "MaxItems", &MAX_PROVISIONED_CONCURRENCY_CONFIG_LIST_ITEMS),
]);

pub(crate) const LIST_TAGS: Input = Input(&[must("Resource", Uri, "Resource", &TAGGABLE_RESOURCE)]);

pub(crate) const LIST_VERSIONS_BY_FUNCTION: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Marker", Query, "Marker", &STRING),
    member("MaxItems", Query, "MaxItems", &MAX_LIST_ITEMS),
]);

pub(crate) const PUBLISH_LAYER_VERSION: Input = Input(&[
    must("LayerName", Uri, "LayerName", &LAYER_NAME_OR_ARN),
    member("Description", Body, "Description", &DESCRIPTION),
    must("Content", Body, "Content", &LAYER_VERSION_CONTENT_INPUT),
    member("CompatibleArchitectures", Body, "CompatibleArchitectures", &COMPATIBLE_ARCHITECTURES),
    member("CompatibleRuntimes", Body, "CompatibleRuntimes", &COMPATIBLE_RUNTIMES),
    member("LicenseInfo", Body, "LicenseInfo", &LICENSE_INFO),
]);

pub(crate) const PUBLISH_VERSION: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME),
    member("CodeSha256", Body, "CodeSha256", &STRING),
    member("Description", Body, "Description", &DESCRIPTION),
    member("RevisionId", Body, "RevisionId", &STRING),
    member("PublishTo", Body, "PublishTo", &FUNCTION_VERSION_LATEST_PUBLISHED),
]);

pub(crate) const PUT_FUNCTION_CONCURRENCY: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME),
    must("ReservedConcurrentExecutions", Body, "ReservedConcurrentExecutions", &RESERVED_CONCURRENT_EXECUTIONS),
]);

pub(crate) const PUT_FUNCTION_EVENT_INVOKE_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
    member("MaximumRetryAttempts", Body, "MaximumRetryAttempts", &MAXIMUM_RETRY_ATTEMPTS),
    member("MaximumEventAgeInSeconds", Body, "MaximumEventAgeInSeconds", &MAXIMUM_EVENT_AGE_IN_SECONDS),
    member("DestinationConfig", Body, "DestinationConfig", &DESTINATION_CONFIG),
]);

pub(crate) const PUT_FUNCTION_RECURSION_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &UNQUALIFIED_FUNCTION_NAME),
    must("RecursiveLoop", Body, "RecursiveLoop", &RECURSIVE_LOOP),
]);

pub(crate) const PUT_PROVISIONED_CONCURRENCY_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME),
    must("Qualifier", Query, "Qualifier", &QUALIFIER),
    must("ProvisionedConcurrentExecutions", Body, "ProvisionedConcurrentExecutions", &POSITIVE_INTEGER),
]);

pub(crate) const PUT_RUNTIME_MANAGEMENT_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
    must("UpdateRuntimeOn", Body, "UpdateRuntimeOn", &UPDATE_RUNTIME_ON),
    member("RuntimeVersionArn", Body, "RuntimeVersionArn", &RUNTIME_VERSION_ARN),
]);

pub(crate) const REMOVE_LAYER_VERSION_PERMISSION: Input = Input(&[
    must("LayerName", Uri, "LayerName", &LAYER_NAME_OR_ARN),
    must("VersionNumber", Uri, "VersionNumber", &LAYER_VERSION_NUMBER),
    must("StatementId", Uri, "StatementId", &STATEMENT_ID),
    member("RevisionId", Query, "RevisionId", &STRING),
]);

pub(crate) const REMOVE_PERMISSION: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    must("StatementId", Uri, "StatementId", &NAMESPACED_STATEMENT_ID),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
    member("RevisionId", Query, "RevisionId", &STRING),
]);

pub(crate) const TAG_RESOURCE: Input =
    Input(&[must("Resource", Uri, "Resource", &TAGGABLE_RESOURCE), must("Tags", Body, "Tags", &TAGS)]);

pub(crate) const UNTAG_RESOURCE: Input =
    Input(&[must("Resource", Uri, "Resource", &TAGGABLE_RESOURCE), must("TagKeys", Query, "tagKeys", &TAG_KEY_LIST)]);

pub(crate) const UPDATE_ALIAS: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME),
    must("Name", Uri, "Name", &ALIAS),
    member("FunctionVersion", Body, "FunctionVersion", &VERSION_WITH_LATEST_PUBLISHED),
    member("Description", Body, "Description", &DESCRIPTION),
    member("RoutingConfig", Body, "RoutingConfig", &ALIAS_ROUTING_CONFIGURATION),
    member("RevisionId", Body, "RevisionId", &STRING),
]);

pub(crate) const UPDATE_EVENT_SOURCE_MAPPING: Input = Input(&[
    must("UUID", Uri, "UUID", &UUID_STRING),
    member("FunctionName", Body, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Enabled", Body, "Enabled", &ENABLED),
    member("BatchSize", Body, "BatchSize", &BATCH_SIZE),
    member("FilterCriteria", Body, "FilterCriteria", &FILTER_CRITERIA),
    member("KMSKeyArn", Body, "KMSKeyArn", &KMS_KEY_ARN),
    member("MetricsConfig", Body, "MetricsConfig", &EVENT_SOURCE_MAPPING_METRICS_CONFIG),
    member("LoggingConfig", Body, "LoggingConfig", &EVENT_SOURCE_MAPPING_LOGGING_CONFIG),
    member("ScalingConfig", Body, "ScalingConfig", &SCALING_CONFIG),
    member(
        "MaximumBatchingWindowInSeconds",
        Body,
        "MaximumBatchingWindowInSeconds",
        &MAXIMUM_BATCHING_WINDOW_IN_SECONDS,
    ),
    member("ParallelizationFactor", Body, "ParallelizationFactor", &PARALLELIZATION_FACTOR),
    member("DestinationConfig", Body, "DestinationConfig", &DESTINATION_CONFIG),
    member("MaximumRecordAgeInSeconds", Body, "MaximumRecordAgeInSeconds", &MAXIMUM_RECORD_AGE_IN_SECONDS),
    member("BisectBatchOnFunctionError", Body, "BisectBatchOnFunctionError", &BISECT_BATCH_ON_FUNCTION_ERROR),
    member("MaximumRetryAttempts", Body, "MaximumRetryAttempts", &MAXIMUM_RETRY_ATTEMPTS_EVENT_SOURCE_MAPPING),
    member("TumblingWindowInSeconds", Body, "TumblingWindowInSeconds", &TUMBLING_WINDOW_IN_SECONDS),
    member("SourceAccessConfigurations", Body, "SourceAccessConfigurations", &SOURCE_ACCESS_CONFIGURATIONS),
    member("FunctionResponseTypes", Body, "FunctionResponseTypes", &FUNCTION_RESPONSE_TYPE_LIST),
    member(
        "AmazonManagedKafkaEventSourceConfig",
        Body,
        "AmazonManagedKafkaEventSourceConfig",
        &AMAZON_MANAGED_KAFKA_EVENT_SOURCE_CONFIG,
    ),
    member(
        "SelfManagedKafkaEventSourceConfig",
        Body,
        "SelfManagedKafkaEventSourceConfig",
        &SELF_MANAGED_KAFKA_EVENT_SOURCE_CONFIG,
    ),
    member("DocumentDBEventSourceConfig", Body, "DocumentDBEventSourceConfig", &DOCUMENT_DB_EVENT_SOURCE_CONFIG),
    member("ProvisionedPollerConfig", Body, "ProvisionedPollerConfig", &PROVISIONED_POLLER_CONFIG),
]);

pub(crate) const UPDATE_FUNCTION_CODE: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME),
    member("ZipFile", Body, "ZipFile", &BLOB),
    member("S3Bucket", Body, "S3Bucket", &S3_BUCKET),
    member("S3Key", Body, "S3Key", &S3_KEY),
    member("S3ObjectVersion", Body, "S3ObjectVersion", &S3_OBJECT_VERSION),
    member("S3ObjectStorageMode", Body, "S3ObjectStorageMode", &S3_OBJECT_STORAGE_MODE),
    member("ImageUri", Body, "ImageUri", &STRING),
    member("Architectures", Body, "Architectures", &ARCHITECTURES_LIST),
    member("Publish", Body, "Publish", &BOOLEAN),
    member("PublishTo", Body, "PublishTo", &FUNCTION_VERSION_LATEST_PUBLISHED),
    member("DryRun", Body, "DryRun", &BOOLEAN),
    member("RevisionId", Body, "RevisionId", &STRING),
    member("SourceKMSKeyArn", Body, "SourceKMSKeyArn", &KMS_KEY_ARN),
]);

pub(crate) const UPDATE_FUNCTION_CONFIGURATION: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME),
    member("Role", Body, "Role", &ROLE_ARN),
    member("Handler", Body, "Handler", &HANDLER),
    member("Description", Body, "Description", &DESCRIPTION),
    member("Timeout", Body, "Timeout", &TIMEOUT),
    member("MemorySize", Body, "MemorySize", &MEMORY_SIZE),
    member("VpcConfig", Body, "VpcConfig", &VPC_CONFIG),
    member("Environment", Body, "Environment", &ENVIRONMENT),
    member("Runtime", Body, "Runtime", &RUNTIME),
    member("DeadLetterConfig", Body, "DeadLetterConfig", &DEAD_LETTER_CONFIG),
    member("KMSKeyArn", Body, "KMSKeyArn", &KMS_KEY_ARN),
    member("TracingConfig", Body, "TracingConfig", &TRACING_CONFIG),
    member("RevisionId", Body, "RevisionId", &STRING),
    member("Layers", Body, "Layers", &LAYER_LIST),
    member("FileSystemConfigs", Body, "FileSystemConfigs", &FILE_SYSTEM_CONFIG_LIST),
    member("ImageConfig", Body, "ImageConfig", &IMAGE_CONFIG),
    member("EphemeralStorage", Body, "EphemeralStorage", &EPHEMERAL_STORAGE),
    member("SnapStart", Body, "SnapStart", &SNAP_START),
    member("LoggingConfig", Body, "LoggingConfig", &LOGGING_CONFIG),
    member("CapacityProviderConfig", Body, "CapacityProviderConfig", &CAPACITY_PROVIDER_CONFIG),
    member("DurableConfig", Body, "DurableConfig", &DURABLE_CONFIG),
    member("RuntimeConfig", Body, "RuntimeConfig", &FUNCTION_RUNTIME_CONFIG),
    member("AcceleratorConfig", Body, "AcceleratorConfig", &ACCELERATOR_CONFIG),
]);

pub(crate) const UPDATE_FUNCTION_EVENT_INVOKE_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &NAMESPACED_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER),
    member("MaximumRetryAttempts", Body, "MaximumRetryAttempts", &MAXIMUM_RETRY_ATTEMPTS),
    member("MaximumEventAgeInSeconds", Body, "MaximumEventAgeInSeconds", &MAXIMUM_EVENT_AGE_IN_SECONDS),
    member("DestinationConfig", Body, "DestinationConfig", &DESTINATION_CONFIG),
]);

pub(crate) const UPDATE_FUNCTION_URL_CONFIG: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_URL_FUNCTION_NAME),
    member("Qualifier", Query, "Qualifier", &FUNCTION_URL_QUALIFIER),
    member("AuthType", Body, "AuthType", &FUNCTION_URL_AUTH_TYPE),
    member("Cors", Body, "Cors", &CORS),
    member("InvokeMode", Body, "InvokeMode", &INVOKE_MODE),
]);
