//! One request: its signature is read and its key looked up before a byte of its body is taken.

use crate::Answer;
use crate::error::{AwsError, answer};
use crate::sigv4::{Credential, Signature};
use crate::{lambda, logs, sqs, sts};
use api::alias::Aliases;
use api::clock::Clock;
use api::control_plane::ControlPlane;
use api::event_settings::EventSettings;
use api::id::AccountId;
use api::lambda::{AccessKeys, FunctionUrls, LambdaControl, LambdaInvoker, Layers, Policies, SigningKey};
use api::logs::Logs;
use api::mapping::{Mappings, Pollers};
use api::provisioned::{Allocations, ProvisionedConcurrency};
use api::region::Region;
use api::sqs::queues::{QueueControl, Queues};
use http::request::Parts as Head;
use std::net::IpAddr;
use std::sync::Arc;
use uuid::Uuid;

/// Id and secret of the key that tools for local AWS endpoints bring.
pub(crate) const LOCAL_KEY: &str = "test";

/// The AWS endpoint. Clones share it.
#[derive(Clone)]
pub struct Endpoint {
    /// Functions.
    pub control: Arc<dyn LambdaControl>,
    /// What functions do with asynchronous events, and how much they may run at once.
    pub settings: Arc<dyn EventSettings>,
    /// What is to be kept ready.
    pub provisioned: Arc<dyn ProvisionedConcurrency>,
    /// What is kept ready.
    pub allocations: Arc<dyn Allocations>,
    /// Aliases.
    pub aliases: Arc<dyn Aliases>,
    /// Function URLs.
    pub urls: Arc<dyn FunctionUrls>,
    /// Event source mappings.
    pub mappings: Arc<dyn Mappings>,
    /// What is done with them.
    pub pollers: Arc<dyn Pollers>,
    /// Layers.
    pub layers: Arc<dyn Layers>,
    /// What functions wrote.
    pub logs: Arc<dyn Logs>,
    /// Resource policies.
    pub policies: Arc<dyn Policies>,
    /// Triggers, and what pages may do too.
    pub pages: Arc<dyn ControlPlane>,
    /// Invocations.
    pub invoker: Arc<dyn LambdaInvoker>,
    /// Messages.
    pub queues: Arc<dyn Queues>,
    /// The queues that they are in.
    pub queue_control: Arc<dyn QueueControl>,
    /// Keys.
    pub keys: Arc<dyn AccessKeys>,
    /// Time.
    pub clock: Arc<Clock>,
    /// Whether the key `test` opens a workspace.
    pub local: Local,
}

/// Whether the key `test` with the secret `test` is taken.
#[derive(Debug, Clone)]
pub enum Local {
    /// Others can reach this server.
    Refused,
    /// Only programs on this machine can; they share this workspace.
    Opens(AccountId),
}

/// A request whose key is known. The signature itself is checked with the body.
#[derive(Debug)]
pub struct Admitted {
    signature: Signature,
    key: SigningKey,
    pub(crate) request_id: String,
}

/// Who signed a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The account, in the region that it signed for.
    pub account: AccountId,
    /// The id of its key.
    pub key: String,
}

/// What an operation is told of its caller.
pub(crate) struct Caller {
    pub(crate) account: AccountId,
    pub(crate) credential: Credential,
    pub(crate) secret: String,
    pub(crate) host: String,
    pub(crate) request_id: String,
}

/// The services that speak JSON, and those that speak XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    Lambda,
    Logs,
    Sqs,
    Sts,
    Other,
}

impl Service {
    fn of(name: &str) -> Self {
        match name {
            "lambda" => Self::Lambda,
            "logs" => Self::Logs,
            "sqs" => Self::Sqs,
            "sts" => Self::Sts,
            _ => Self::Other,
        }
    }

    /// For a service that is not here: by how the request is written.
    fn refuse(self, error: &AwsError, head: &Head, request_id: &str) -> Answer {
        let writes_json = head.headers.contains_key("x-amz-target")
            || head
                .headers
                .get("content-type")
                .is_some_and(|kind| kind.to_str().is_ok_and(|kind| kind.contains("json")));
        match self {
            Self::Lambda => error.json(request_id),
            Self::Logs => error.json_1_1(request_id),
            Self::Sqs if writes_json => sqs::refuse(error, request_id),
            Self::Sqs | Self::Sts => error.xml(request_id),
            Self::Other if writes_json => error.json(request_id),
            Self::Other => error.xml(request_id),
        }
    }
}

impl Endpoint {
    /// Reads the signature and finds the key.
    ///
    /// # Errors
    /// The answer to who is not let in.
    pub async fn admit(&self, head: &Head) -> Result<Admitted, Answer> {
        let request_id = Uuid::new_v4().to_string();
        let signature = match Signature::read(head) {
            Ok(signature) => signature,
            Err(error) => return Err(AwsError::from(error).json(&request_id)),
        };
        let service = Service::of(&signature.credential.service);
        match self.key_of(&signature, service, head).await {
            Ok(key) => Ok(Admitted { signature, key, request_id }),
            Err(error) => Err(service.refuse(&error, head, &request_id)),
        }
    }

    /// The key of the signature, for its account in the region that was signed for.
    async fn key_of(&self, signature: &Signature, service: Service, head: &Head) -> Result<SigningKey, AwsError> {
        let Credential { key, region, date: _, service: _ } = &signature.credential;
        signature.check_time(self.clock.now())?;
        let unknown = || {
            let message = format!("Credential should be scoped to a valid region, not '{}'.", region.escape_debug());
            AwsError::new(403, "InvalidSignatureException", message)
        };
        let region = Region::from_identifier(region).ok_or_else(unknown)?;
        let SigningKey { account, secret } = match key.as_str() {
            LOCAL_KEY => self.local_key(head)?,
            _ => self.own_key(signature, service).await?,
        };
        Ok(SigningKey { account: account.in_region(region), secret })
    }

    /// A key that an account was given.
    async fn own_key(&self, signature: &Signature, service: Service) -> Result<SigningKey, AwsError> {
        let unknown = || match service {
            Service::Sts => {
                AwsError::new(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
            }
            _ => AwsError::new(
                403,
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
            ),
        };
        // Temporary credentials are not given out yet, so a token is of none of ours.
        if signature.token.is_some() {
            return Err(unknown());
        }
        self.keys.signing_key(&signature.credential.key).await?.ok_or_else(unknown)
    }

    /// A page of another site cannot sign as `test` from the visitor's browser by a name that leads here: the host must be this
    /// machine's own.
    fn local_key(&self, head: &Head) -> Result<SigningKey, AwsError> {
        let refused = |message: &str| AwsError::new(403, "UnrecognizedClientException", message);
        let Local::Opens(account) = &self.local else {
            return Err(refused(
                "The key `test` is only taken by a server that listens on this machine alone. Make an access key.",
            ));
        };
        if !is_this_machine(&host_of(head)) {
            return Err(refused("The key `test` is only taken at `localhost` and `127.0.0.1`."));
        }
        Ok(SigningKey { account: account.clone(), secret: LOCAL_KEY.to_owned() })
    }

    /// Who signed a request that is no operation of AWS's, such as one to a function URL. `None` where nobody known did.
    pub async fn signer(&self, head: &Head, body: &[u8]) -> Option<Signer> {
        let Admitted { signature, key, .. } = self.admit(head).await.ok()?;
        let is_right = signature.credential.service == "lambda" && signature.check(head, body, &key.secret).is_ok();
        is_right.then_some(Signer { account: key.account, key: signature.credential.key })
    }

    /// Checks the signature over head and body, and carries the operation out.
    pub async fn answer(&self, admitted: Admitted, head: &Head, body: &[u8]) -> Answer {
        let Admitted { signature, key, request_id } = admitted;
        let service = Service::of(&signature.credential.service);
        if let Err(error) = signature.check(head, body, &key.secret) {
            return service.refuse(&error.into(), head, &request_id);
        }
        let SigningKey { account, secret } = key;
        let credential = signature.credential;
        let caller = Caller { account, credential, secret, host: host_of(head), request_id };
        match service {
            Service::Lambda => lambda::answer(self, &caller, head, body).await,
            Service::Logs => logs::answer(self, &caller, head, body).await,
            Service::Sqs => sqs::answer(self, &caller, head, body).await,
            Service::Sts => sts::answer(&caller, head, body),
            Service::Other => {
                let name = caller.credential.service.escape_debug();
                let message = format!(
                    "Coldstart does not simulate the service `{name}` yet; it has `lambda`, `logs`, `sqs` and `sts`."
                );
                service.refuse(&AwsError::not_done(message), head, &caller.request_id)
            }
        }
    }
}

fn host_of(head: &Head) -> String {
    head.headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned()
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.is_ok_and(|address| address.is_loopback()) || name == "localhost" || name.ends_with(".localhost")
}

/// JSON with the request's id.
pub(crate) fn json_answer(status: u16, body: &impl serde::Serialize, request_id: &str) -> Answer {
    match serde_json::to_vec(body) {
        Ok(body) => answer(status, "application/json", body, request_id),
        Err(error) => {
            tracing::error!(%error, "an answer of the AWS endpoint could not be written");
            AwsError::new(500, "ServiceException", "the answer could not be written").json(request_id)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_this_machine() {
        for host in ["127.0.0.1:4566", "localhost", "[::1]:80", "[::1]", "lambda.localhost:1", "127.9.9.9"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example:80", "10.0.0.1:4566", "127.0.0.1.evil.example"] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
