//! Sample events, one for each source that Lambda knows, in the shapes that AWS documents.

/// A sample event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventTemplate {
    /// A name to greet.
    Hello,
    /// Nothing.
    Empty,
    /// Two numbers to add.
    TwoNumbers,
    /// An order of two lines.
    Order,
    /// A place in a table.
    Index,
    /// How far to look for primes.
    Below,
    /// How much memory to take.
    Megabytes,
    /// How long to wait.
    Seconds,
    /// How many pieces to reserve.
    Wanted,
    /// A request to a function URL.
    FunctionUrl,
    /// API Gateway, HTTP API, version 2.0.
    ApiGatewayHttp,
    /// API Gateway, REST API, version 1.0.
    ApiGatewayRest,
    /// Application Load Balancer.
    Alb,
    /// CloudFront (`Lambda@Edge`), viewer request.
    CloudFront,
    /// S3, object created.
    S3Put,
    /// S3, object removed.
    S3Delete,
    /// DynamoDB stream.
    DynamoDb,
    /// SQS batch.
    Sqs,
    /// SNS notification.
    Sns,
    /// Kinesis stream.
    Kinesis,
    /// Firehose transformation.
    Firehose,
    /// SES mail.
    Ses,
    /// EventBridge schedule.
    EventBridgeSchedule,
    /// EventBridge, change of an EC2 instance.
    EventBridgeStateChange,
    /// CloudWatch Logs subscription.
    CloudWatchLogs,
    /// CloudFormation custom resource.
    CloudFormation,
    /// CodeCommit push.
    CodeCommit,
    /// Config rule.
    Config,
    /// Cognito, before sign-up.
    CognitoPreSignUp,
    /// Alexa intent.
    Alexa,
    /// Lex V2 intent.
    Lex,
}

/// How the picker groups the events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventGroup {
    /// Small events of our own.
    Simple,
    /// Requests.
    Http,
    /// Buckets, tables, queues, streams.
    Data,
    /// Clocks, changes, deployments.
    Operations,
    /// People who sign in or talk.
    People,
}

impl EventGroup {
    /// Every group, in the order of the picker.
    pub const ALL: [Self; 5] = [Self::Simple, Self::Http, Self::Data, Self::Operations, Self::People];

    /// What the picker shows.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Simple => "Simple",
            Self::Http => "HTTP",
            Self::Data => "Storage, queues and streams",
            Self::Operations => "Schedules and operations",
            Self::People => "Sign-in and voice",
        }
    }
}

/// A row of the table: identifier, title, group, text.
type Row = (&'static str, &'static str, EventGroup, &'static str);

/// Declares a row; the file is named like the event.
macro_rules! row {
    ($identifier:literal, $title:literal, $group:ident) => {
        ($identifier, $title, EventGroup::$group, include_str!(concat!("event_templates/json/", $identifier, ".json")))
    };
}

impl EventTemplate {
    /// Every event, in the order of the picker.
    pub const ALL: [Self; 31] = [
        Self::Hello,
        Self::Empty,
        Self::TwoNumbers,
        Self::Order,
        Self::Index,
        Self::Below,
        Self::Megabytes,
        Self::Seconds,
        Self::Wanted,
        Self::FunctionUrl,
        Self::ApiGatewayHttp,
        Self::ApiGatewayRest,
        Self::Alb,
        Self::CloudFront,
        Self::S3Put,
        Self::S3Delete,
        Self::DynamoDb,
        Self::Sqs,
        Self::Sns,
        Self::Kinesis,
        Self::Firehose,
        Self::Ses,
        Self::EventBridgeSchedule,
        Self::EventBridgeStateChange,
        Self::CloudWatchLogs,
        Self::CloudFormation,
        Self::CodeCommit,
        Self::Config,
        Self::CognitoPreSignUp,
        Self::Alexa,
        Self::Lex,
    ];

    /// The value in a form.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        self.row().0
    }

    /// What the picker shows.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.row().1
    }

    /// Where the picker shows it.
    #[must_use]
    pub fn group(self) -> EventGroup {
        self.row().2
    }

    /// The event, as indented JSON.
    #[must_use]
    pub fn payload(self) -> &'static str {
        self.row().3.trim_ascii_end()
    }

    /// The event with this identifier.
    #[must_use]
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.identifier() == identifier)
    }

    fn row(self) -> Row {
        match self {
            Self::Hello => row!("hello", "Hello", Simple),
            Self::Empty => row!("empty", "Empty", Simple),
            Self::TwoNumbers => row!("two-numbers", "Two numbers", Simple),
            Self::Order => row!("order", "An order", Simple),
            Self::Index => row!("index", "A place in a table", Simple),
            Self::Below => row!("below", "Primes below", Simple),
            Self::Megabytes => row!("megabytes", "Megabytes to take", Simple),
            Self::Seconds => row!("seconds", "Seconds to wait", Simple),
            Self::Wanted => row!("wanted", "Pieces wanted", Simple),
            Self::FunctionUrl => row!("function-url", "Function URL: request", Http),
            Self::ApiGatewayHttp => row!("api-gateway-http", "API Gateway: HTTP API (2.0)", Http),
            Self::ApiGatewayRest => row!("api-gateway-rest", "API Gateway: REST API (1.0)", Http),
            Self::Alb => row!("alb", "Load balancer: request", Http),
            Self::CloudFront => row!("cloudfront", "CloudFront: viewer request", Http),
            Self::S3Put => row!("s3-put", "S3: object created", Data),
            Self::S3Delete => row!("s3-delete", "S3: object removed", Data),
            Self::DynamoDb => row!("dynamodb", "DynamoDB: changes of a table", Data),
            Self::Sqs => row!("sqs", "SQS: messages", Data),
            Self::Sns => row!("sns", "SNS: notification", Data),
            Self::Kinesis => row!("kinesis", "Kinesis: records", Data),
            Self::Firehose => row!("firehose", "Firehose: records to transform", Data),
            Self::Ses => row!("ses", "SES: mail received", Data),
            Self::EventBridgeSchedule => row!("eventbridge-schedule", "EventBridge: schedule", Operations),
            Self::EventBridgeStateChange => {
                row!("eventbridge-state-change", "EventBridge: EC2 state change", Operations)
            }
            Self::CloudWatchLogs => row!("cloudwatch-logs", "CloudWatch Logs: subscription", Operations),
            Self::CloudFormation => row!("cloudformation", "CloudFormation: custom resource", Operations),
            Self::CodeCommit => row!("codecommit", "CodeCommit: push", Operations),
            Self::Config => row!("config", "Config: rule", Operations),
            Self::CognitoPreSignUp => row!("cognito-pre-sign-up", "Cognito: before sign-up", People),
            Self::Alexa => row!("alexa", "Alexa: intent", People),
            Self::Lex => row!("lex", "Lex V2: intent", People),
        }
    }
}

#[cfg(test)]
mod tests;
