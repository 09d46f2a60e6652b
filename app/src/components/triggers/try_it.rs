//! «Try it»: a request to the function URL, made by the browser.

use super::answer::{Answer, AnswerView};
use super::url::path_form;
use api::id::TriggerId;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// What can be asked.
pub const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

const CONTROL: &str = "min-h-8 min-w-0 rounded-control border border-control bg-bg px-2 font-mono text-xs";
const BUTTON: &str = "inline-flex min-h-8 items-center rounded-control border border-control bg-raised px-3 text-sm font-medium text-accent hover:border-accent";

/// A request as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// One of [`METHODS`].
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Name and value.
    pub headers: Vec<(String, String)>,
    /// The body, where the method takes one.
    pub body: Option<String>,
}

/// Reads headers, one `name: value` a line.
///
/// # Errors
/// Names the line that is not one.
pub fn parse_headers(text: &str) -> Result<Vec<(String, String)>, String> {
    let header = |(number, line): (usize, &str)| {
        let (name, value) = line.split_once(':').ok_or(format!("line {number}: `{line}` is not `name: value`"))?;
        let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
        match !name.is_empty() && name.bytes().all(is_token) {
            true => Ok((name.to_owned(), value.trim().to_owned())),
            false => Err(format!("line {number}: `{name}` is not a header name")),
        }
    };
    (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty()).map(header).collect()
}

/// Whether a request by this method may have a body.
#[must_use]
pub fn takes_body(method: &str) -> bool {
    !matches!(method, "GET" | "HEAD")
}

/// The form and the answer. Without JavaScript the button opens the function's address.
#[component]
pub(super) fn TryIt(
    /// The function URL.
    id: TriggerId,
) -> impl IntoView {
    let method = RwSignal::new("GET".to_owned());
    let path = RwSignal::new("/".to_owned());
    let headers = RwSignal::new(String::new());
    let body = RwSignal::new("{}".to_owned());
    let answer = RwSignal::new(Answer::NotAsked);
    let action = path_form(&id, "/");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let headers = match parse_headers(&headers.get_untracked()) {
            Ok(headers) => headers,
            Err(problem) => return answer.set(Answer::NotSent(problem)),
        };
        let method = method.get_untracked();
        let body = takes_body(&method).then(|| body.get_untracked());
        let request = Request { method, path: path_form(&id, &path.get_untracked()), headers, body };
        answer.set(Answer::Waiting);
        leptos::task::spawn_local(async move {
            let came = super::answer::ask(request).await;
            let _ = answer.try_set(came);
        });
    };
    let methods = METHODS.map(|method| view! { <option value=method>{method}</option> });
    view! {
        <form method="get" action=action target="_blank" on:submit=submit class="flex flex-col gap-2">
            <div class="flex gap-2">
                <select aria-label="Method" class=CONTROL on:change=move |event| method.set(event_target_value(&event))>
                    {methods.into_iter().collect_view()}
                </select>
                <input type="text" aria-label="Path" class=format!("{CONTROL} flex-1") value="/" spellcheck="false"
                    on:input=move |event| path.set(event_target_value(&event)) />
                <button type="submit" class=BUTTON>"Try it"</button>
            </div>
            <textarea aria-label="Request headers" rows="2" class=CONTROL placeholder="content-type: application/json" spellcheck="false"
                on:input=move |event| headers.set(event_target_value(&event))></textarea>
            <Show when=move || takes_body(&method.read())>
                <textarea aria-label="Request body" rows="4" class=CONTROL spellcheck="false" prop:value=move || body.get()
                    on:input=move |event| body.set(event_target_value(&event))></textarea>
            </Show>
        </form>
        <AnswerView answer />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_line_by_line() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(parse_headers("\n a: b:c \nX-Y:\n"), Ok(vec![pair("a", "b:c"), pair("X-Y", "")]));
        assert_eq!(parse_headers(""), Ok(vec![]));
        assert_eq!(parse_headers("a: b\nnonsense"), Err("line 2: `nonsense` is not `name: value`".to_owned()));
        assert_eq!(parse_headers("a b: c"), Err("line 1: `a b` is not a header name".to_owned()));
    }
}
