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

pub(crate) const DURABLE_CONFIG: Shape = Structure(&[
    member("KMSKeyArn", Body, "KMSKeyArn", &KMS_KEY_ARN),
    member("RetentionPeriodInDays", Body, "RetentionPeriodInDays", &RETENTION_PERIOD_IN_DAYS),
    member("ExecutionTimeout", Body, "ExecutionTimeout", &EXECUTION_TIMEOUT),
]);

pub(crate) const ENVIRONMENT: Shape = Structure(&[member("Variables", Body, "Variables", &ENVIRONMENT_VARIABLES)]);

pub(crate) const ENVIRONMENT_VARIABLES: Shape = Map(&ENVIRONMENT_VARIABLE_NAME, &ENVIRONMENT_VARIABLE_VALUE);

pub(crate) const EPHEMERAL_STORAGE: Shape = Structure(&[must("Size", Body, "Size", &EPHEMERAL_STORAGE_SIZE)]);

pub(crate) const FILE_SYSTEM_CONFIG: Shape = Structure(&[
    must("Arn", Body, "Arn", &FILE_SYSTEM_ARN),
    must("LocalMountPath", Body, "LocalMountPath", &LOCAL_MOUNT_PATH),
    member("S3FilesConfig", Body, "S3FilesConfig", &S3_FILES_CONFIG),
]);

pub(crate) const FILE_SYSTEM_CONFIG_LIST: Shape = List(&FILE_SYSTEM_CONFIG);

pub(crate) const FUNCTION_CODE: Shape = Structure(&[
    member("ZipFile", Body, "ZipFile", &BLOB),
    member("S3Bucket", Body, "S3Bucket", &S3_BUCKET),
    member("S3Key", Body, "S3Key", &S3_KEY),
    member("S3ObjectVersion", Body, "S3ObjectVersion", &S3_OBJECT_VERSION),
    member("S3ObjectStorageMode", Body, "S3ObjectStorageMode", &S3_OBJECT_STORAGE_MODE),
    member("ImageUri", Body, "ImageUri", &STRING),
    member("SourceKMSKeyArn", Body, "SourceKMSKeyArn", &KMS_KEY_ARN),
]);

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

pub(crate) const S3_FILES_CONFIG: Shape = Structure(&[member("DirectS3Read", Body, "DirectS3Read", &DIRECT_S3_READ)]);

pub(crate) const SECURITY_GROUP_IDS: Shape = List(&SECURITY_GROUP_ID);

pub(crate) const SNAP_START: Shape = Structure(&[member("ApplyOn", Body, "ApplyOn", &SNAP_START_APPLY_ON)]);

pub(crate) const STRING_LIST: Shape = List(&STRING);

pub(crate) const SUBNET_IDS: Shape = List(&SUBNET_ID);

pub(crate) const TAG_KEY_LIST: Shape = List(&TAG_KEY);

pub(crate) const TAGS: Shape = Map(&TAG_KEY, &TAG_VALUE);

pub(crate) const TENANCY_CONFIG: Shape =
    Structure(&[must("TenantIsolationMode", Body, "TenantIsolationMode", &TENANT_ISOLATION_MODE)]);

pub(crate) const TRACING_CONFIG: Shape = Structure(&[member("Mode", Body, "Mode", &TRACING_MODE)]);

pub(crate) const VPC_CONFIG: Shape = Structure(&[
    member("SubnetIds", Body, "SubnetIds", &SUBNET_IDS),
    member("SecurityGroupIds", Body, "SecurityGroupIds", &SECURITY_GROUP_IDS),
    member("Ipv6AllowedForDualStack", Body, "Ipv6AllowedForDualStack", &NULLABLE_BOOLEAN),
]);
