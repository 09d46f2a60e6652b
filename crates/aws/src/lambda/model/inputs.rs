//! What the inputs may be of AWS Lambda, 2015-03-31.
//!
//! Made by `scripts/aws-shapes.sh` from the model in botocore 1.44.5 (Apache-2.0). Do not edit; make it again.

use super::Location::{Body, Header, Payload, Query, Uri};
use super::Shape::{self, *};
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

pub(crate) const GET_ALIAS: Input =
    Input(&[must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME), must("Name", Uri, "Name", &ALIAS)]);

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

pub(crate) const LIST_ALIASES: Input = Input(&[
    must("FunctionName", Uri, "FunctionName", &FUNCTION_NAME),
    member("FunctionVersion", Query, "FunctionVersion", &VERSION_WITH_LATEST_PUBLISHED),
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

const ACCELERATOR_CONFIG: Shape =
    Structure(&[must("AcceleratorMemorySize", Body, "AcceleratorMemorySize", &ACCELERATOR_MEMORY_GB)]);

const ADDITIONAL_VERSION_WEIGHTS: Shape = Map(&ADDITIONAL_VERSION, &WEIGHT);

const ALIAS_ROUTING_CONFIGURATION: Shape =
    Structure(&[member("AdditionalVersionWeights", Body, "AdditionalVersionWeights", &ADDITIONAL_VERSION_WEIGHTS)]);

const ALLOW_METHODS_LIST: Shape = List(&METHOD);

const ALLOW_ORIGINS_LIST: Shape = List(&ORIGIN);

const ARCHITECTURES_LIST: Shape = List(&ARCHITECTURE);

const CAPACITY_PROVIDER_CONFIG: Shape = Structure(&[must(
    "LambdaManagedInstancesCapacityProviderConfig",
    Body,
    "LambdaManagedInstancesCapacityProviderConfig",
    &LAMBDA_MANAGED_INSTANCES_CAPACITY_PROVIDER_CONFIG,
)]);

const COMPATIBLE_ARCHITECTURES: Shape = List(&ARCHITECTURE);

const COMPATIBLE_RUNTIMES: Shape = List(&RUNTIME);

const CORS: Shape = Structure(&[
    member("AllowCredentials", Body, "AllowCredentials", &ALLOW_CREDENTIALS),
    member("AllowHeaders", Body, "AllowHeaders", &HEADERS_LIST),
    member("AllowMethods", Body, "AllowMethods", &ALLOW_METHODS_LIST),
    member("AllowOrigins", Body, "AllowOrigins", &ALLOW_ORIGINS_LIST),
    member("ExposeHeaders", Body, "ExposeHeaders", &HEADERS_LIST),
    member("MaxAge", Body, "MaxAge", &MAX_AGE),
]);

const DEAD_LETTER_CONFIG: Shape = Structure(&[member("TargetArn", Body, "TargetArn", &RESOURCE_ARN)]);

const DESTINATION_CONFIG: Shape = Structure(&[
    member("OnSuccess", Body, "OnSuccess", &ON_SUCCESS),
    member("OnFailure", Body, "OnFailure", &ON_FAILURE),
]);

const DURABLE_CONFIG: Shape = Structure(&[
    member("KMSKeyArn", Body, "KMSKeyArn", &KMS_KEY_ARN),
    member("RetentionPeriodInDays", Body, "RetentionPeriodInDays", &RETENTION_PERIOD_IN_DAYS),
    member("ExecutionTimeout", Body, "ExecutionTimeout", &EXECUTION_TIMEOUT),
]);

const ENVIRONMENT: Shape = Structure(&[member("Variables", Body, "Variables", &ENVIRONMENT_VARIABLES)]);

const ENVIRONMENT_VARIABLES: Shape = Map(&ENVIRONMENT_VARIABLE_NAME, &ENVIRONMENT_VARIABLE_VALUE);

const EPHEMERAL_STORAGE: Shape = Structure(&[must("Size", Body, "Size", &EPHEMERAL_STORAGE_SIZE)]);

const FILE_SYSTEM_CONFIG: Shape = Structure(&[
    must("Arn", Body, "Arn", &FILE_SYSTEM_ARN),
    must("LocalMountPath", Body, "LocalMountPath", &LOCAL_MOUNT_PATH),
    member("S3FilesConfig", Body, "S3FilesConfig", &S3_FILES_CONFIG),
]);

const FILE_SYSTEM_CONFIG_LIST: Shape = List(&FILE_SYSTEM_CONFIG);

const FUNCTION_CODE: Shape = Structure(&[
    member("ZipFile", Body, "ZipFile", &BLOB),
    member("S3Bucket", Body, "S3Bucket", &S3_BUCKET),
    member("S3Key", Body, "S3Key", &S3_KEY),
    member("S3ObjectVersion", Body, "S3ObjectVersion", &S3_OBJECT_VERSION),
    member("S3ObjectStorageMode", Body, "S3ObjectStorageMode", &S3_OBJECT_STORAGE_MODE),
    member("ImageUri", Body, "ImageUri", &STRING),
    member("SourceKMSKeyArn", Body, "SourceKMSKeyArn", &KMS_KEY_ARN),
]);

const FUNCTION_RUNTIME_CONFIG: Shape = Structure(&[
    must("RuntimeArn", Body, "RuntimeArn", &FUNCTION_RUNTIME_ARN),
    must("RuntimeAlias", Body, "RuntimeAlias", &FUNCTION_RUNTIME_ALIAS),
]);

const HEADERS_LIST: Shape = List(&HEADER);

const IMAGE_CONFIG: Shape = Structure(&[
    member("EntryPoint", Body, "EntryPoint", &STRING_LIST),
    member("Command", Body, "Command", &STRING_LIST),
    member("WorkingDirectory", Body, "WorkingDirectory", &WORKING_DIRECTORY),
]);

const LAMBDA_MANAGED_INSTANCES_CAPACITY_PROVIDER_CONFIG: Shape = Structure(&[
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

const LAYER_LIST: Shape = List(&LAYER_VERSION_ARN);

const LAYER_VERSION_CONTENT_INPUT: Shape = Structure(&[
    member("S3Bucket", Body, "S3Bucket", &S3_BUCKET),
    member("S3Key", Body, "S3Key", &S3_KEY),
    member("S3ObjectVersion", Body, "S3ObjectVersion", &S3_OBJECT_VERSION),
    member("S3ObjectStorageMode", Body, "S3ObjectStorageMode", &S3_OBJECT_STORAGE_MODE),
    member("ZipFile", Body, "ZipFile", &BLOB),
]);

const LOGGING_CONFIG: Shape = Structure(&[
    member("LogFormat", Body, "LogFormat", &LOG_FORMAT),
    member("ApplicationLogLevel", Body, "ApplicationLogLevel", &APPLICATION_LOG_LEVEL),
    member("SystemLogLevel", Body, "SystemLogLevel", &SYSTEM_LOG_LEVEL),
    member("LogGroup", Body, "LogGroup", &LOG_GROUP),
]);

const ON_FAILURE: Shape = Structure(&[member("Destination", Body, "Destination", &DESTINATION_ARN)]);

const ON_SUCCESS: Shape = Structure(&[member("Destination", Body, "Destination", &DESTINATION_ARN)]);

const S3_FILES_CONFIG: Shape = Structure(&[member("DirectS3Read", Body, "DirectS3Read", &DIRECT_S3_READ)]);

const SECURITY_GROUP_IDS: Shape = List(&SECURITY_GROUP_ID);

const SNAP_START: Shape = Structure(&[member("ApplyOn", Body, "ApplyOn", &SNAP_START_APPLY_ON)]);

const STRING_LIST: Shape = List(&STRING);

const SUBNET_IDS: Shape = List(&SUBNET_ID);

const TAG_KEY_LIST: Shape = List(&TAG_KEY);

const TAGS: Shape = Map(&TAG_KEY, &TAG_VALUE);

const TENANCY_CONFIG: Shape =
    Structure(&[must("TenantIsolationMode", Body, "TenantIsolationMode", &TENANT_ISOLATION_MODE)]);

const TRACING_CONFIG: Shape = Structure(&[member("Mode", Body, "Mode", &TRACING_MODE)]);

const VPC_CONFIG: Shape = Structure(&[
    member("SubnetIds", Body, "SubnetIds", &SUBNET_IDS),
    member("SecurityGroupIds", Body, "SecurityGroupIds", &SECURITY_GROUP_IDS),
    member("Ipv6AllowedForDualStack", Body, "Ipv6AllowedForDualStack", &NULLABLE_BOOLEAN),
]);
