//! The AWS endpoint: on a port of its own, and on the main port for every signed request.

use crate::body::{drain, receive};
use crate::security::is_from_elsewhere;
use crate::wiring::Parts;
use api::error::ApiError;
use api::event::InvocationEvent;
use api::id::{AccountId, RunId};
use api::invoker::{Invoker, RUN_EVENTS_PAGE_MAX};
use api::lambda::{LambdaInvoker, Responded, Streamed, StreamedAnswer};
use api::run::{RunRecord, RunRequest};
use async_trait::async_trait;
use aws::Body as AwsBody;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use futures::stream;
use invoke::{Answer, Invoke, Received, Streaming};
use std::convert::Infallible;

/// Where function URLs are by path: a signature there is the function's affair.
const FUNCTION_URLS: &str = "/lambda-url/";

/// Takes signed requests before anything of the dashboard sees them.
pub async fn signed(State(parts): State<Parts>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    if !head.uri.path().starts_with(FUNCTION_URLS) && aws::is_signed(&head) {
        return answer(&parts, Request::from_parts(head, body)).await;
    }
    next.run(Request::from_parts(head, body)).await
}

/// Everything that arrives on the endpoint's own port.
pub async fn handle(State(parts): State<Parts>, request: Request) -> Response {
    answer(&parts, request).await
}

async fn answer(parts: &Parts, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let reads = matches!(head.method, Method::GET | Method::HEAD);
    if !reads && is_from_elsewhere(&head.headers) {
        return sent(aws::from_another_site());
    }
    let admitted = match parts.aws.admit(&head).await {
        Ok(admitted) => admitted,
        Err(refused) => {
            // A client reads the answer only when it could send its request.
            drain(body).await;
            return sent(refused);
        }
    };
    match receive(&head, body).await {
        Ok(body) => sent(parts.aws.answer(admitted, &head, &body.bytes).await),
        Err(bytes_max) => sent(aws::too_large(&head, bytes_max)),
    }
}

/// The answer as axum sends it.
pub fn sent(answer: aws::Answer) -> Response {
    answer.map(|body| match body {
        AwsBody::Whole(bytes) => Body::from(bytes),
        AwsBody::Frames(frames) => Body::from_stream(stream::unfold(frames, |mut frames| async move {
            let frame = frames.next().await?;
            Some((Ok::<_, Infallible>(Bytes::from(frame)), frames))
        })),
    })
}

/// The data plane as the endpoint asks it.
pub struct Invocations(pub Invoke);

#[async_trait]
impl LambdaInvoker for Invocations {
    async fn respond(
        &self,
        account: &AccountId,
        request: RunRequest,
        log_tail_bytes: Option<usize>,
    ) -> Result<Responded, ApiError> {
        let Some(bytes) = log_tail_bytes else {
            let (run, answer) = self.0.respond_with_id(account, request).await?;
            return Ok(Responded { run, state: answer.state, response: answer.response, log_tail: None });
        };
        // Who wants the log waits until it is written down.
        let record = self.0.invoke(account, request).await?;
        let log_tail = Some(self.log_tail(account, &record, bytes).await?);
        let RunRecord { summary, response, .. } = record;
        Ok(Responded { run: summary.id, state: summary.state, response, log_tail })
    }

    async fn stream(
        &self,
        account: &AccountId,
        request: RunRequest,
        log_tail_bytes: Option<usize>,
    ) -> Result<Box<dyn StreamedAnswer>, ApiError> {
        let streaming = self.0.stream(account, request).await?;
        let invocations = Invocations(self.0.clone());
        Ok(Box::new(Along { streaming, invocations, account: account.clone(), log_tail_bytes }))
    }

    async fn enqueue(&self, account: &AccountId, request: RunRequest) -> Result<RunId, ApiError> {
        self.0.enqueue(account, request).await
    }
}

/// An answer as the endpoint reads it.
struct Along {
    streaming: Streaming,
    invocations: Invocations,
    account: AccountId,
    log_tail_bytes: Option<usize>,
}

#[async_trait]
impl StreamedAnswer for Along {
    fn run(&self) -> &RunId {
        self.streaming.run()
    }

    async fn next(&mut self) -> Result<Streamed, ApiError> {
        let Answer { state, response } = match self.streaming.next().await? {
            Received::Piece(piece) => return Ok(Streamed::Piece(piece)),
            Received::End(answer) => answer,
        };
        let (run, invocations) = (self.run().clone(), &self.invocations);
        let log_tail = match self.log_tail_bytes {
            None => None,
            Some(bytes) => {
                let record = invocations.0.wait(&self.account, &run).await?;
                Some(invocations.log_tail(&self.account, &record, bytes).await?)
            }
        };
        Ok(Streamed::End(Responded { run, state, response, log_tail }))
    }
}

impl Invocations {
    /// The last `bytes` of the log, from the beginning of a character on.
    async fn log_tail(&self, account: &AccountId, record: &RunRecord, bytes: usize) -> Result<String, ApiError> {
        let after = record.event_count.saturating_sub(u64::from(RUN_EVENTS_PAGE_MAX));
        let events = self.0.run_events(account, &record.summary.id, after, RUN_EVENTS_PAGE_MAX).await?;
        let log: String = events
            .iter()
            .filter_map(|event| match &event.event {
                InvocationEvent::Log(line) => Some(format!("{}\n", line.text)),
                _ => None,
            })
            .collect();
        let begin = log.ceil_char_boundary(log.len().saturating_sub(bytes));
        Ok(log.get(begin..).unwrap_or_default().to_owned())
    }
}
