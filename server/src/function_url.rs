//! Function URLs: real HTTP endpoints of functions, by host name (`<id>.lambda-url.…`) or by path (`/lambda-url/<id>/…`).
//!
//! By path a function answers on the dashboard's own origin, and its code is a stranger's. So answers by path carry a policy that
//! makes the browser treat them as another, opaque origin (`sandbox`), and no cookie goes in or out that way.

mod answer;
mod cors;
mod event;
mod streamed;

use crate::wiring::Parts;
use answer::{Answer, infer};
use api::alias::Aliases;
use api::error::ErrorCode;
use api::id::TriggerId;
use api::lambda::FunctionUrls;
use api::run::{PAYLOAD_BYTES_MAX, RunRequest, RunSource, RunState, Said, Target, Variation};
use api::trigger::{InvokeMode, UrlAuth};
use aws::Signer;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::request::Parts as Head;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use invoke::FunctionUrl;
use std::collections::HashMap;
use std::net::SocketAddr;

/// What the host name of a function URL has after its id.
const HOST_MARK: &str = ".lambda-url.";
/// The largest body, which may grow by a third as base64 in the event.
const BODY_BYTES_MAX: usize = 6 * 1_024 * 1_024;

/// How the caller got here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// By a host name of the function's own.
    Host,
    /// By a path of the dashboard's host.
    Path,
}

/// Takes every request whose host name is a function's, before anything of the dashboard sees it.
pub async fn by_host(State(parts): State<Parts>, request: Request, next: Next) -> Response {
    match id_of_host(&request) {
        None => next.run(request).await,
        Some(id) => {
            let path = request.uri().path().to_owned();
            answer_for(&parts, &id, &path, Way::Host, request).await
        }
    }
}

/// `/lambda-url/{id}/{*path}`.
pub async fn by_path(
    State(parts): State<Parts>,
    Path(parameters): Path<HashMap<String, String>>,
    request: Request,
) -> Response {
    let id = parameters.get("id").cloned().unwrap_or_default();
    let prefix = format!("/lambda-url/{id}");
    let path = request.uri().path().strip_prefix(&prefix).filter(|rest| !rest.is_empty()).unwrap_or("/").to_owned();
    answer_for(&parts, &id, &path, Way::Path, request).await
}

fn id_of_host(request: &Request) -> Option<String> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).or(request.uri().host())?;
    host.split_once(HOST_MARK).map(|(id, _)| id.to_ascii_lowercase())
}

async fn answer_for(parts: &Parts, id: &str, path: &str, way: Way, request: Request) -> Response {
    let mut response = serve(parts, id, path, way, request).await.unwrap_or_else(Refused::into_response);
    if way == Way::Path {
        let headers = response.headers_mut();
        headers.remove(header::SET_COOKIE);
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; frame-ancestors 'none'"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    }
    response
}

/// What AWS answers when a function does not.
enum Refused {
    Forbidden,
    TooLarge,
    TooManyRequests,
    BadGateway,
    Fault,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let json = |status: StatusCode, text: &'static str| {
            (status, [(header::CONTENT_TYPE, "application/json")], text).into_response()
        };
        match self {
            Self::Forbidden => json(StatusCode::FORBIDDEN, r#"{"Message":"Forbidden"}"#),
            Self::TooLarge => {
                json(StatusCode::PAYLOAD_TOO_LARGE, r#"{"Message":"Request body is larger than 6291456 bytes"}"#)
            }
            Self::TooManyRequests => json(StatusCode::TOO_MANY_REQUESTS, r#"{"Message":"Too Many Requests"}"#),
            Self::BadGateway => (StatusCode::BAD_GATEWAY, "Internal Server Error").into_response(),
            Self::Fault => json(StatusCode::INTERNAL_SERVER_ERROR, r#"{"Message":"Internal Server Error"}"#),
        }
    }
}

async fn serve(parts: &Parts, id: &str, path: &str, way: Way, request: Request) -> Result<Response, Refused> {
    // An id that cannot be, one that is not and one that is switched off look the same from outside.
    let trigger = TriggerId::parse(id.to_owned()).map_err(|_refused| Refused::Forbidden)?;
    let url = parts.invoke.function_url(&trigger).await.map_err(|error| fault(&error))?.ok_or(Refused::Forbidden)?;
    let (head, body) = request.into_parts();
    let cors = url.settings.cors.clone();
    if let Some(cors) = cors.as_ref().filter(|_| cors::is_question(&head)) {
        return Ok(cors::answer(cors, &head));
    }
    let body = read(body).await?;
    let caller = match url.settings.auth {
        UrlAuth::None => None,
        UrlAuth::AwsIam => Some(caller(parts, &url, &head, &body).await?),
    };
    let peer = head.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| *address);
    let source_ip = peer.map_or_else(|| "127.0.0.1".to_owned(), |address| address.ip().to_string());
    let (region, now) = (url.account.region(), parts.clock.now_of(&url.account));
    let place = event::Place { id, region, path, way, source_ip: &source_ip, now };
    let payload = event::of(&head, &body, place, caller.as_ref()).to_string();
    if payload.len() > PAYLOAD_BYTES_MAX {
        return Err(Refused::TooLarge);
    }
    let mut response = invoke(parts, url, trigger, payload).await?;
    if let Some(cors) = &cors {
        cors::add(cors, &head, &mut response);
    }
    Ok(response)
}

/// Who signed the request for the function's region, if that is the account or one that the function's policy lets.
async fn caller(parts: &Parts, url: &FunctionUrl, head: &Head, body: &Bytes) -> Result<Signer, Refused> {
    let signer = parts.aws.signer(head, body).await.ok_or(Refused::Forbidden)?;
    if signer.account == url.account {
        return Ok(signer);
    }
    if signer.account.region() != url.account.region() {
        return Err(Refused::Forbidden);
    }
    let FunctionUrl { account, function, alias, .. } = url;
    let permitted = parts.control.permits_url(account, function, alias.as_ref(), &signer.account).await;
    if permitted.map_err(|error| fault(&error))? { Ok(signer) } else { Err(Refused::Forbidden) }
}

async fn invoke(parts: &Parts, url: FunctionUrl, trigger: TriggerId, payload: String) -> Result<Response, Refused> {
    let FunctionUrl { account, function, alias, settings } = url;
    let target = match &alias {
        None => Target::Latest,
        Some(alias) => {
            let version = parts.control.choose_version(&account, &function, alias).await;
            Target::from(version.map_err(|error| fault(&error))?)
        }
    };
    let (source, variation) = (RunSource::FunctionUrl(trigger), Variation::default());
    let said = Said { alias, client_context: None };
    let request = RunRequest { function, target, payload, source, variation, said };
    if settings.mode == InvokeMode::ResponseStream {
        let streaming = parts.invoke.stream(&account, request).await.map_err(|error| fault(&error))?;
        return streamed::answer(streaming).await;
    }
    let answer = parts.invoke.respond(&account, request).await.map_err(|error| fault(&error))?;
    match (answer.state, &answer.response) {
        (RunState::Succeeded, Some(text)) => infer(text).map(Answer::into_response).ok_or(Refused::BadGateway),
        _ => Err(Refused::BadGateway),
    }
}

fn fault(error: &api::error::ApiError) -> Refused {
    match error.code {
        ErrorCode::TooManyRequests | ErrorCode::FunctionThrottled => Refused::TooManyRequests,
        ErrorCode::NotFound => Refused::Forbidden,
        ErrorCode::TooLarge => Refused::TooLarge,
        _ => {
            tracing::error!(%error, "a function URL could not be served");
            Refused::Fault
        }
    }
}

async fn read(body: Body) -> Result<Bytes, Refused> {
    to_bytes(body, BODY_BYTES_MAX).await.map_err(|_cut| Refused::TooLarge)
}
