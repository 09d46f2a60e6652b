//! Refusals in AWS's forms: JSON with `x-amzn-ErrorType` for Lambda, XML for the services that speak it.

use crate::sigv4::SignatureError;
use crate::{Answer, Body};
use api::error::{ApiError, ErrorCode};
use api::id::AccountId;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use http::request::Parts as Head;
use http::{Response, StatusCode};
use serde_json::json;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// A refusal: AWS's name for it, and what a person reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AwsError {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// Why a caller is throttled.
    pub(crate) reason: Option<&'static str>,
}

impl AwsError {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), reason: None }
    }

    /// A value that is of the right form, and still cannot be taken.
    pub(crate) fn parameter(message: impl Into<String>) -> Self {
        Self::new(400, "InvalidParameterValueException", message)
    }

    /// A value that breaks the model.
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new(400, "ValidationException", message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, "ResourceNotFoundException", message)
    }

    /// No policy lets this caller.
    pub(crate) fn denied(caller: &AccountId, action: &str, resource: &str) -> Self {
        let message = format!(
            "User: arn:aws:iam::{caller}:root is not authorized to perform: {action} on resource: {resource} because no \
             resource-based policy allows the {action} action"
        );
        Self::new(403, "AccessDeniedException", message)
    }

    /// Something that AWS has and Coldstart does not do yet.
    pub(crate) fn not_done(message: impl Into<String>) -> Self {
        Self::new(501, "NotImplementedException", message)
    }

    fn throttled(reason: &'static str) -> Self {
        Self { reason: Some(reason), ..Self::new(429, "TooManyRequestsException", "Rate Exceeded.") }
    }

    fn is_ours(&self) -> bool {
        self.status >= 500
    }

    /// As the JSON services answer.
    pub(crate) fn json(&self, request_id: &str) -> Answer {
        let mut body = json!({ "Type": if self.is_ours() { "Service" } else { "User" } });
        // The member is written with a capital in these only.
        let name = match self.code {
            "ResourceNotFoundException" | "ServiceException" | "AccessDeniedException" => "Message",
            _ => "message",
        };
        body[name] = self.message.as_str().into();
        if let Some(reason) = self.reason {
            body["Reason"] = reason.into();
        }
        let mut response = answer(self.status, "application/json", body.to_string().into_bytes(), request_id);
        response.headers_mut().insert(ERROR_TYPE, HeaderValue::from_static(self.code));
        if self.status == 429 {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }

    /// As the services answer that are told their operation in `X-Amz-Target`.
    pub(crate) fn json_1_1(&self, request_id: &str) -> Answer {
        let body = json!({ "__type": self.code, "message": self.message });
        let body = body.to_string().into_bytes();
        let mut response = answer(self.status, "application/x-amz-json-1.1", body, request_id);
        response.headers_mut().insert(ERROR_TYPE, HeaderValue::from_static(self.code));
        response
    }

    /// As the services with the query protocol answer.
    pub(crate) fn xml(&self, request_id: &str) -> Answer {
        let (code, message) = (self.code.trim_end_matches("Exception"), escaped(&self.message));
        let kind = if self.is_ours() { "Receiver" } else { "Sender" };
        let body = format!(
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>{kind}</Type><Code>{code}</Code>\
             <Message>{message}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>"
        );
        answer(self.status, "text/xml", body.into_bytes(), request_id)
    }
}

/// Text inside an XML element.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

pub(crate) fn answer(status: u16, kind: &'static str, body: Vec<u8>, request_id: &str) -> Answer {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, id);
    }
    response
}

/// The answer to a body of more than `bytes_max`, before it is read.
#[must_use]
pub fn too_large(head: &Head, bytes_max: usize) -> Answer {
    let message = format!("Request must be smaller than {bytes_max} bytes{}", crate::lambda::for_operation(head));
    AwsError::new(413, "RequestTooLargeException", message).json(&uuid::Uuid::new_v4().to_string())
}

/// The answer to a request that a page of another site made a browser send.
#[must_use]
pub fn from_another_site() -> Answer {
    let message = "this request comes from another site's page";
    AwsError::new(403, "AccessDeniedException", message).json(&uuid::Uuid::new_v4().to_string())
}

impl From<SignatureError> for AwsError {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Missing => {
                Self::new(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
            }
            SignatureError::Incomplete(message) => Self::new(403, "IncompleteSignatureException", message),
            SignatureError::Invalid(message) => Self::new(403, "InvalidSignatureException", message),
        }
    }
}

impl From<ApiError> for AwsError {
    fn from(error: ApiError) -> Self {
        let ApiError { code, message, field: _ } = error;
        match code {
            ErrorCode::NotFound => Self::not_found(message),
            ErrorCode::Denied => Self::new(403, "AccessDeniedException", message),
            ErrorCode::Conflict => Self::new(409, "ResourceConflictException", message),
            ErrorCode::RevisionMismatch => Self::new(412, "PreconditionFailedException", message),
            ErrorCode::Invalid if message.starts_with("1 validation error") => Self::validation(message),
            ErrorCode::Invalid => Self::parameter(message),
            ErrorCode::InvalidRequestContent => Self::new(400, "InvalidRequestContentException", message),
            ErrorCode::TooLarge => Self::new(413, "RequestTooLargeException", message),
            ErrorCode::TooManyRequests => Self::throttled("ConcurrentInvocationLimitExceeded"),
            ErrorCode::FunctionThrottled => Self::throttled("ReservedFunctionConcurrentInvocationLimitExceeded"),
            ErrorCode::SnapStartNotReady => Self::new(409, "SnapStartNotReadyException", message),
            ErrorCode::SnapStart => Self::new(400, "SnapStartException", message),
            ErrorCode::Unavailable | ErrorCode::Internal => Self::new(500, "ServiceException", message),
        }
    }
}
