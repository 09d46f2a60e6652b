//! The pages as a browser without JavaScript gets them: what they say, their status, and where their forms lead.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod fake;

use api::error::{ApiError, ErrorCode};
use api::time::UnixMillis;
use app::server_fns::account::{MoveClock, SavePreferences, SetPriceBook};
use app::server_fns::engines::AwaitedRuntimes;
use app::server_fns::functions::{CreateFromTemplate, DeleteFunction, UndeleteFunction};
use app::server_fns::queues::CreateQueue;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use billing::PriceBook;
use fake::control::Memory;
use fake::invoker::{RUN, Records};
use leptos::server_fn::ServerFn;
use std::sync::Arc;
use tower::ServiceExt;

/// A browser at the dashboard.
struct Visitor {
    control: Arc<Memory>,
}

/// What came back.
struct Answer {
    status: StatusCode,
    location: String,
    cookies: Vec<String>,
    text: String,
}

impl Visitor {
    fn new() -> Self {
        Self { control: Arc::new(Memory::default()) }
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let dashboard = fake::dashboard(Arc::clone(&self.control), Arc::new(Records));
        // In a task of its own, as on the server: it may go on on another thread after each wait.
        let response: Response<Body> = tokio::spawn(dashboard.oneshot(request)).await.unwrap().unwrap();
        let (head, body) = response.into_parts();
        let text = |value: &header::HeaderValue| value.to_str().unwrap().to_owned();
        Answer {
            status: head.status,
            location: head.headers.get(header::LOCATION).map(text).unwrap_or_default(),
            cookies: head.headers.get_all(header::SET_COOKIE).iter().map(text).collect(),
            text: String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap()).await
    }

    async fn get_with_cookie(&self, path: &str, cookie: &str) -> Answer {
        self.ask(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    /// Sends a form as a browser does; `from` is the page that it stands on.
    async fn send<F: ServerFn>(&self, from: &str, fields: &str) -> Answer {
        let request = Request::post(F::url())
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, format!("http://localhost{from}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(fields.to_owned())).unwrap()).await
    }

    /// Makes a function called `name`.
    async fn with_function(self, name: &str) -> Self {
        let answer = self.send::<CreateFromTemplate>("/f/new", &format!("template=hello&name={name}")).await;
        assert_eq!(answer.location, format!("/f/{name}"));
        self
    }
}

impl Answer {
    fn says(&self, words: &str) -> &Self {
        assert!(self.text.contains(words), "`{words}` is not in {}", self.text);
        self
    }

    fn is_silent_about(&self, words: &str) -> &Self {
        assert!(!self.text.contains(words), "`{words}` is in {}", self.text);
        self
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_front_page_is_whole_without_javascript() {
    let page = Visitor::new().get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    page.says("Write a function now")
        .says("<main id=\"main\"")
        .says("Skip to the content")
        .says("AWS Lambda on your own machine");
    page.says("<html lang=\"en\" data-theme=\"system\"").is_silent_about("onclick=");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_makes_a_function_and_opens_it() {
    let visitor = Visitor::new();
    let form = format!("template={}", "hello");
    let answer = visitor.send::<CreateFromTemplate>("/", &form).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert!(answer.location.starts_with("/f/hello-"), "{}", answer.location);
    visitor.get(&answer.location).await.says("Code editor").says("Hello, ${name}!").says("Ada");
    let second = visitor.send::<CreateFromTemplate>("/", &form).await;
    assert_ne!(second.location, answer.location);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_cannot_be_is_explained_at_its_field() {
    let visitor = Visitor::new();
    for (fields, reason) in [
        ("template=s3&name=a+b", "the name `a b` has ` `"),
        ("template=s3&name=new", "`new` is the address of this page"),
    ] {
        let answer = visitor.send::<CreateFromTemplate>("/f/new?template=s3", fields).await;
        let back = answer.location.strip_prefix("http://localhost").unwrap();
        visitor.get(back).await.says(reason).says("aria-invalid=\"true\"").says("Create function");
    }
    assert!(visitor.control.functions.lock().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_taken_is_explained_at_its_field() {
    let visitor = Visitor::new().with_function("thumbnails").await;
    let answer = visitor.send::<CreateFromTemplate>("/f/new", "template=hello&name=thumbnails").await;
    let back = answer.location.strip_prefix("http://localhost").unwrap();
    visitor.get(back).await.says("Function already exist: thumbnails").says("aria-invalid=\"true\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_picker_filters_by_runtime_and_keeps_the_choice_of_the_address() {
    let visitor = Visitor::new();
    visitor.get("/f/new").await.says("JSON API").says("WebAssembly by hand");
    visitor.get("/f/new?runtime=provided.al2023").await.says("WebAssembly by hand").is_silent_about("JSON API");
    let page = visitor.get("/f/new?template=sqs").await;
    let chosen = page.text.split("<input").find(|input| input.contains("value=\"sqs\"")).unwrap();
    assert!(chosen.contains("checked"), "{chosen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_teaches_when_it_is_empty_and_shows_what_is_there() {
    let visitor = Visitor::new();
    visitor.get("/functions").await.says("No functions yet").says("New function");
    let visitor = visitor.with_function("thumbnails").await;
    let page = visitor.get("/functions").await;
    page.says("href=\"/f/thumbnails\"").says("Version 1 deployed").says("Succeeded").says("Delete thumbnails");
    page.is_silent_about("No functions yet");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_is_deleted_and_brought_back_without_javascript() {
    let visitor = Visitor::new().with_function("thumbnails").await;
    let deleted = visitor.send::<DeleteFunction>("/functions", "name=thumbnails").await;
    assert_eq!(deleted.location, "/functions?deleted=thumbnails");
    visitor.get(&deleted.location).await.says("Bring back thumbnails").is_silent_about("href=\"/f/thumbnails\"");
    assert_eq!(visitor.get("/f/thumbnails").await.status, StatusCode::NOT_FOUND);
    let back = visitor.send::<UndeleteFunction>("/functions?deleted=thumbnails", "name=thumbnails").await;
    assert_eq!(back.location, "/functions");
    visitor.get("/functions").await.says("href=\"/f/thumbnails\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_and_one_run_have_pages() {
    let visitor = Visitor::new().with_function("thumbnails").await;
    visitor.get("/f/thumbnails/runs").await.says("Runs of thumbnails").says(&format!("/f/thumbnails/runs/{RUN}"));
    visitor
        .get(&format!("/f/thumbnails/runs/{RUN}"))
        .await
        .says("Run of thumbnails")
        .says("Hello, Ada!")
        .says("Succeeded");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_404_in_words() {
    let visitor = Visitor::new().with_function("other").await;
    for (path, words) in [
        ("/no-such-page", "There is no page at this address"),
        ("/f/gone", "Function not found"),
        ("/f/gone/runs/8f1c0000-0000-4000-8000-00000000dead", "does not exist"),
        (&format!("/f/other/runs/{RUN}"), "`other` has no run"),
    ] {
        let page = visitor.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        page.says(words);
    }
    assert_eq!(visitor.get("/f/other/runs/nonsense").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_back_end_that_cannot_answer_is_a_page_with_its_status() {
    let broken = ApiError::new(ErrorCode::Unavailable, "the disk is full");
    let visitor = Visitor { control: Arc::new(Memory { broken: Some(broken), ..Memory::default() }) };
    let page = visitor.get("/functions").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    page.says("the disk is full");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_look_is_kept_in_cookies_and_holds_from_the_first_paint() {
    let visitor = Visitor::new();
    let saved = visitor.send::<SavePreferences>("/settings", "theme=dark&editor_font_px=24").await;
    assert_eq!((saved.status, saved.location.as_str()), (StatusCode::FOUND, "http://localhost/settings?"));
    let cookie = saved.cookies.iter().map(|cookie| cookie.split(';').next().unwrap()).collect::<Vec<_>>().join("; ");
    let page = visitor.get_with_cookie("/settings", &cookie).await;
    page.says("<html lang=\"en\" data-theme=\"dark\"").says("value=\"24\"");
    let refused = visitor.send::<SavePreferences>("/settings", "theme=dark&editor_font_px=400").await;
    assert!(refused.cookies.is_empty());
    visitor
        .get(refused.location.strip_prefix("http://localhost").unwrap())
        .await
        .says("letters are 400 px, 12 to 40 px are allowed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_price_book_and_the_clock_are_set_by_forms() {
    let visitor = Visitor::new();
    visitor.send::<SetPriceBook>("/settings", "book=one-ms-with-init").await;
    assert_eq!(visitor.control.account.lock().unwrap().price_book, PriceBook::OneMsWithInit);
    visitor.get("/settings").await.says("1 ms with INIT (since 2025)");
    visitor.send::<MoveClock>("/settings", "to=hour").await;
    visitor.get("/settings").await.says("1 h ahead");
    let nothing_due = visitor.send::<MoveClock>("/settings", "to=next-due").await;
    let page = visitor.get(nothing_due.location.strip_prefix("http://localhost").unwrap()).await;
    page.says("nothing waits for the clock");
    visitor.send::<MoveClock>("/settings", "to=pause").await;
    visitor.get("/settings").await.says("paused at");
    visitor.send::<MoveClock>("/settings", "to=real-time").await;
    assert_eq!(visitor.control.account.lock().unwrap().now, UnixMillis(fake::NOW.0));
    assert_eq!(visitor.control.account.lock().unwrap().clock_offset_ms, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_shown_where_they_stand() {
    let page = Visitor::new().get("/events").await;
    page.says("Waits for its retry").says("2 events are done");
    page.says("thumbnails, event 8f1c0000: Waits for its retry, failed once");
}

#[tokio::test(flavor = "multi_thread")]
async fn queues_are_listed_made_and_looked_into() {
    let page = Visitor::new().get("/queues").await;
    page.says("orders-dead").says("after 3 receives").says(">41<").says("Create queue").is_silent_about("one lamp");
    let page = Visitor::new().get("/queues?queue=orders").await;
    page.says("In flight, back in 30 s").says("The first 1 of 42 messages").says("Purge all messages");
    page.says("&lt;b&gt;one lamp").is_silent_about("<b>one lamp");
    let page = Visitor::new().get("/queues?queue=nowhere").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.says("queue `nowhere` does not exist");
    assert_eq!(Visitor::new().get("/queues?queue=a%20b").await.status, StatusCode::BAD_REQUEST);
    let fields = "name=%20bills%20&kind=fifo&visibility_s=30&redrive_to=&receives_max=3";
    let answer = Visitor::new().send::<CreateQueue>("/queues", fields).await;
    assert_eq!(answer.location, "/queues?queue=bills.fifo");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_calls_gets_the_status_of_the_refusal() {
    let visitor = Visitor::new();
    let request = Request::post(DeleteFunction::url())
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = visitor.ask(request.body(Body::from("name=gone")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    answer.says("Function not found");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_panel_of_the_playground_is_built_whole_each_time() {
    let visitor = Visitor::new().with_function("thumbnails").await;
    let run = format!("run={RUN}");
    for _ in 0..20 {
        for (query, words) in [
            ("", "Event JSON"),
            ("side=settings", "Memory in MB"),
            ("side=triggers", "Add function URL"),
            ("side=versions", "Version 1"),
            ("panel=history", "aria-label=\"Runs\""),
            (&run, "Hello, Ada!"),
        ] {
            let page = visitor.get(&format!("/f/thumbnails?{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            page.says(words).says("Code editor");
        }
        visitor.get("/f/thumbnails/triggers").await.says("Add function URL");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn engines_that_are_still_being_made_are_told() {
    let request =
        Request::post(AwaitedRuntimes::url()).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = Visitor::new().ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, r#"["ruby4.0"]"#));
}
