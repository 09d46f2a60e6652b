//! Asking a function URL from the browser, and what came back.

use super::try_it::Request;
use crate::components::output::text::{counted, pretty};
use leptos::prelude::*;

/// Characters of a body that are shown.
const BODY_CHARS_MAX: usize = 64 * 1_024;

/// What is known about the last request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nothing was sent yet.
    NotAsked,
    /// On its way.
    Waiting,
    /// It could not be sent.
    NotSent(String),
    /// It was answered.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser asks"))]
    Came(Box<HttpAnswer>),
}

/// An HTTP answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HttpAnswer {
    status: u16,
    status_text: String,
    headers: Vec<(String, String)>,
    body: String,
    took_ms: u64,
}

/// The answer, announced when it comes.
#[component]
pub(super) fn AnswerView(answer: RwSignal<Answer>) -> impl IntoView {
    let content = move || match answer.get() {
        Answer::NotAsked => ().into_any(),
        Answer::Waiting => view! { <p class="text-muted">"Waiting for the answer …"</p> }.into_any(),
        Answer::NotSent(problem) => view! { <p class="text-error">{problem}</p> }.into_any(),
        Answer::Came(answer) => view! { <Shown answer=*answer /> }.into_any(),
    };
    view! { <div role="status" aria-label="Answer of the function URL" class="text-sm">{content}</div> }
}

#[component]
fn Shown(answer: HttpAnswer) -> impl IntoView {
    const BLOCK: &str = "max-h-48 overflow-auto rounded-card border border-divider bg-surface p-2 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]";
    let HttpAnswer { status, status_text, headers, body, took_ms } = answer;
    let class = if status < 400 { "font-medium text-ok" } else { "font-medium text-error" };
    let headers: Vec<_> = headers.into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let heading = counted(headers.len() as u64, "header", "headers");
    let shown: String = pretty(&body).chars().take(BODY_CHARS_MAX).collect();
    view! {
        <div class="flex flex-col gap-1">
            <p>
                <span class=class>{status} " " {status_text}</span>
                <span class="text-muted">" after "{took_ms}" ms, "{counted(body.len() as u64, "byte", "bytes")}</span>
            </p>
            <details>
                <summary class="text-muted">{heading}</summary>
                <pre class=BLOCK tabindex="0">{headers.join("\n")}</pre>
            </details>
            <pre class=BLOCK tabindex="0" aria-label="Body">{shown}</pre>
        </div>
    }
}

/// Sends the request. Some headers a browser never lets a page set, as Host and Cookie; those it leaves out.
#[cfg(feature = "hydrate")]
pub(super) async fn ask(request: Request) -> Answer {
    let started = js_sys::Date::now();
    match send(&request).await {
        Ok(mut answer) => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time between two clicks")]
            let took_ms = (js_sys::Date::now() - started).max(0.0) as u64;
            answer.took_ms = took_ms;
            Answer::Came(Box::new(answer))
        }
        Err(error) => {
            let reason = js_sys::Reflect::get(&error, &"message".into()).ok().and_then(|message| message.as_string());
            Answer::NotSent(format!(
                "no answer: {}",
                reason.unwrap_or_else(|| "the browser does not say why".to_owned())
            ))
        }
    }
}

#[cfg(feature = "hydrate")]
async fn send(request: &Request) -> Result<HttpAnswer, wasm_bindgen::JsValue> {
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;
    let headers = web_sys::Headers::new()?;
    for (name, value) in &request.headers {
        headers.append(name, value)?;
    }
    let init = web_sys::RequestInit::new();
    init.set_method(&request.method);
    init.set_headers(&headers);
    if let Some(body) = &request.body {
        init.set_body(&body.as_str().into());
    }
    let asked = web_sys::Request::new_with_str_and_init(&request.path, &init)?;
    let came: web_sys::Response = JsFuture::from(window().fetch_with_request(&asked)).await?.dyn_into()?;
    let body = JsFuture::from(came.text()?).await?.as_string().unwrap_or_default();
    Ok(HttpAnswer {
        status: came.status(),
        status_text: came.status_text(),
        headers: listed(&came.headers())?,
        body,
        took_ms: 0,
    })
}

#[cfg(feature = "hydrate")]
fn listed(headers: &web_sys::Headers) -> Result<Vec<(String, String)>, wasm_bindgen::JsValue> {
    let Some(entries) = js_sys::try_iter(headers)? else { return Ok(Vec::new()) };
    let mut listed = Vec::new();
    for entry in entries {
        let pair = js_sys::Array::from(&entry?);
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            listed.push((name, value));
        }
    }
    Ok(listed)
}

/// On the server nobody presses the button.
#[cfg(not(feature = "hydrate"))]
pub(super) async fn ask(request: Request) -> Answer {
    Answer::NotSent(format!("{} {} is sent by the browser", request.method, request.path))
}
