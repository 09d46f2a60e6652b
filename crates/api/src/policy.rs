//! Resource policies: who else may use a function or a layer.

use crate::error::{ApiError, ErrorCode};
use crate::id::{AccountId, RevisionId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// All statements of a function's policy together, as JSON (Lambda's quota).
pub const POLICY_BYTES_MAX: usize = 20_480;

/// Whom a statement is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Principal {
    /// All the world.
    Everyone,
    /// All of an account, wherever it calls from.
    Account(AccountId),
    /// A user or a role, by its ARN.
    Identity(String),
    /// A service of AWS, as `s3.amazonaws.com`.
    Service(String),
}

impl Principal {
    /// As AWS reads it: `*`, twelve digits, an ARN of IAM, a service's name. Nothing if it is none of these.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::Everyone);
        }
        if let Ok(account) = AccountId::from_digits(text) {
            return Some(Self::Account(account));
        }
        if let Some(identity) = text.strip_prefix("arn:aws:iam::") {
            let (account, name) = identity.split_once(':')?;
            let account = AccountId::from_digits(account).ok()?;
            let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic());
            return match name.split_once('/') {
                None if name == "root" => Some(Self::Account(account)),
                Some(("user" | "role", name)) if is_name(name) => Some(Self::Identity(text.to_owned())),
                _ => None,
            };
        }
        let is_label = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let service = text.strip_suffix(".amazonaws.com").filter(|name| name.split('.').all(is_label));
        service.map(|_| Self::Service(text.to_owned()))
    }

    /// Whether `caller`, the root of its account, is meant.
    #[must_use]
    pub fn includes(&self, caller: &AccountId) -> bool {
        match self {
            Self::Everyone => true,
            Self::Account(account) => account.is_account_of(caller),
            // Callers are roots of accounts without an organization; they are no user, role or service.
            Self::Identity(_) | Self::Service(_) => false,
        }
    }
}

/// What must be so besides, for a statement to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// The resource on whose behalf a service calls, with `*` and `?`.
    SourceArn(String),
    /// The account that this resource belongs to.
    SourceAccount(String),
    /// The organization of the caller.
    PrincipalOrganization(String),
    /// The token of an Alexa skill.
    EventSourceToken(String),
    /// How the function's URL knows callers: `NONE` or `AWS_IAM`.
    FunctionUrlAuthType(String),
    /// Whether the call came through the function's URL.
    InvokedViaFunctionUrl(bool),
}

/// One permission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Its name, unique in the policy.
    pub sid: String,
    /// Who may.
    pub principal: Principal,
    /// What: `lambda:InvokeFunction`, `lambda:*`, `*`.
    pub action: String,
    /// On which conditions, all of them.
    pub conditions: Vec<Condition>,
}

impl Statement {
    /// Whether it lets the account `caller` do `action` by a call of its own to the API. Such a call comes from no resource, no
    /// organization and no function URL, so that a statement with a condition does not hold for it.
    #[must_use]
    pub fn allows(&self, caller: &AccountId, action: &str) -> bool {
        self.allows_given(caller, action, &[])
    }

    /// The same for a call of which these conditions are so.
    #[must_use]
    pub fn allows_given(&self, caller: &AccountId, action: &str, facts: &[Condition]) -> bool {
        let acts = match self.action.as_str() {
            "*" | "lambda:*" => true,
            named => named.eq_ignore_ascii_case(action),
        };
        acts && self.conditions.iter().all(|condition| facts.contains(condition)) && self.principal.includes(caller)
    }
}

impl Statement {
    /// In the form of IAM, for the resource of this ARN.
    #[must_use]
    pub fn document(&self, resource: &str) -> Value {
        let Self { sid, principal, action, conditions } = self;
        let principal = match principal {
            Principal::Everyone => json!("*"),
            Principal::Account(account) => json!({ "AWS": format!("arn:aws:iam::{account}:root") }),
            Principal::Identity(arn) => json!({ "AWS": arn }),
            Principal::Service(name) => json!({ "Service": name }),
        };
        let mut document =
            json!({ "Sid": sid, "Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource });
        for condition in conditions {
            let (operator, key, value) = condition.parts();
            document["Condition"][operator][key] = value;
        }
        document
    }
}

impl Condition {
    /// IAM's operator, key and value.
    fn parts(&self) -> (&'static str, &'static str, Value) {
        match self {
            Self::SourceArn(arn) => ("ArnLike", "AWS:SourceArn", json!(arn)),
            Self::SourceAccount(account) => ("StringEquals", "AWS:SourceAccount", json!(account)),
            Self::PrincipalOrganization(id) => ("StringEquals", "aws:PrincipalOrgID", json!(id)),
            Self::EventSourceToken(token) => ("StringEquals", "lambda:EventSourceToken", json!(token)),
            Self::FunctionUrlAuthType(kind) => ("StringEquals", "lambda:FunctionUrlAuthType", json!(kind)),
            Self::InvokedViaFunctionUrl(via) => ("Bool", "lambda:InvokedViaFunctionUrl", json!(via.to_string())),
        }
    }
}

/// The policy as IAM writes it.
#[must_use]
pub fn document<'a>(statements: impl IntoIterator<Item = &'a Statement>, resource: &str) -> Value {
    let statements: Vec<Value> = statements.into_iter().map(|statement| statement.document(resource)).collect();
    json!({ "Version": "2012-10-17", "Id": "default", "Statement": statements })
}

/// Refuses a policy of more than [`POLICY_BYTES_MAX`], in Lambda's words.
///
/// # Errors
/// [`ErrorCode::TooLarge`] with size and limit.
pub fn check_size<'a>(statements: impl IntoIterator<Item = &'a Statement>, resource: &str) -> Result<(), ApiError> {
    match document(statements, resource).to_string().len() {
        bytes if bytes <= POLICY_BYTES_MAX => Ok(()),
        bytes => {
            let message = format!("The final policy size ({bytes}) is bigger than the limit ({POLICY_BYTES_MAX}).");
            Err(ApiError::new(ErrorCode::TooLarge, message))
        }
    }
}

/// The permissions of a function, or of one of its versions or aliases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// In the order in which they were added; never none.
    pub statements: Vec<Statement>,
    /// Changes with every change.
    pub revision: RevisionId,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::region::Region;

    fn check(text: &str, expected: Option<&str>) {
        let shown = Principal::parse(text).map(|principal| format!("{principal:?}"));
        assert_eq!(shown.as_deref(), expected, "{text}");
    }

    #[test]
    fn principals_are_read_as_aws_reads_them() {
        check("*", Some("Everyone"));
        check("123456789012/eu-west-1", None);
        check("123456789012", Some("Account(AccountId(\"123456789012\"))"));
        check("arn:aws:iam::123456789012:root", Some("Account(AccountId(\"123456789012\"))"));
        check("arn:aws:iam::123456789012:role/a", Some("Identity(\"arn:aws:iam::123456789012:role/a\")"));
        check("s3.amazonaws.com", Some("Service(\"s3.amazonaws.com\")"));
        check("logs.us-east-1.amazonaws.com", Some("Service(\"logs.us-east-1.amazonaws.com\")"));
        for bad in [
            "",
            "invalid.nonaws.com",
            ".amazonaws.com",
            "12345",
            "arn:aws:iam::1:root",
            "arn:aws:s3:::a",
            "a b.amazonaws.com",
        ] {
            check(bad, None);
        }
    }

    #[test]
    fn a_statement_holds_for_whom_it_names_and_without_conditions_only() {
        let caller = AccountId::from_number(7);
        let statement = |principal: &str, action: &str, conditions: Vec<Condition>| Statement {
            sid: "s".to_owned(),
            principal: Principal::parse(principal).unwrap(),
            action: action.to_owned(),
            conditions,
        };
        let allows = |statement: Statement| statement.allows(&caller, "lambda:InvokeFunction");
        assert!(allows(statement("*", "lambda:InvokeFunction", vec![])));
        assert!(allows(statement("000000000007", "lambda:*", vec![])));
        assert!(allows(statement("000000000007", "lambda:invokefunction", vec![])));
        assert!(!allows(statement("000000000008", "lambda:*", vec![])));
        let elsewhere = caller.in_region(Region::EuWest1);
        assert!(statement("000000000007", "lambda:*", vec![]).allows(&elsewhere, "lambda:InvokeFunction"));
        assert!(!allows(statement("*", "lambda:GetFunction", vec![])));
        assert!(!allows(statement("s3.amazonaws.com", "*", vec![])));
        assert!(!allows(statement("*", "*", vec![Condition::SourceArn("*".to_owned())])));
    }
}
