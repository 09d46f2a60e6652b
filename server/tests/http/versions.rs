//! The page of versions and aliases, by plain forms as a browser without JavaScript sends them.

use crate::client::{Answer, send};
use crate::lab::{Lab, Visitor};
use api::lambda::Policies;
use api::policy::{Principal, Statement};

async fn post(lab: &Lab, visitor: &Visitor, operation: &str, form: &str) -> Answer {
    post_as(lab, visitor, visitor, operation, form).await
}

/// Sends a form to where the page of `owner` says that it goes.
async fn post_as(lab: &Lab, owner: &Visitor, visitor: &Visitor, operation: &str, form: &str) -> Answer {
    let page = page(lab, owner).await;
    let start = page.find(&format!("action=\"/api/{operation}")).unwrap_or_else(|| panic!("no form for {operation}"));
    let path = page[start..].split('"').nth(1).unwrap();
    let headers = [
        ("cookie", visitor.cookie.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "text/html"),
        ("referer", "/f/hello/versions"),
    ];
    send(lab.address, "POST", path, &headers, form.as_bytes()).await
}

async fn page(lab: &Lab, visitor: &Visitor) -> String {
    let page = lab.get("/f/hello/versions", &[("cookie", &visitor.cookie)]).await;
    assert_eq!(page.status, 200);
    page.text()
}

#[tokio::test]
async fn versions_are_published_and_aliases_made_moved_and_deleted() {
    let lab = Lab::new().await;
    let visitor = lab.visitor().await;
    let hello = lab.create(&visitor, "hello", "export const handler = async () => 1;").await;
    let first = page(&lab, &visitor).await;
    assert!(first.contains("No alias yet.") && first.contains("Only this account uses the function."));

    let code = api::code::Code::of_text("index.mjs", "export const handler = async () => 2;").unwrap();
    let config = api::config::FunctionConfig::default_of(api::config::Runtime::NodeJs24);
    let config = api::function::Draft::new(code, config);
    let control: &dyn api::control_plane::ControlPlane = &lab.parts.control;
    control.save_draft(&visitor.account, &hello, None, config).await.unwrap();
    let sent = post(&lab, &visitor, "publish_version", "function=hello&description=second+try").await;
    assert_eq!(sent.status, 302);
    assert!(page(&lab, &visitor).await.contains("second try"));

    let form = "function=hello&name=live&version=1&second=2&percent=20&description=for+all";
    assert_eq!(post(&lab, &visitor, "save_alias", form).await.status, 302);
    let shown = page(&lab, &visitor).await;
    assert!(shown.contains("live (80 %)") && shown.contains("live (20 %)") && shown.contains("for all"));
    let form = "function=hello&name=live&version=2&second=&percent=0&description=";
    assert_eq!(post(&lab, &visitor, "save_alias", form).await.status, 302);
    let shown = page(&lab, &visitor).await;
    assert!(!shown.contains("live (20 %)") && shown.contains("live"));

    let statement = Statement {
        sid: "friend".to_owned(),
        principal: Principal::Everyone,
        action: "lambda:InvokeFunction".to_owned(),
        conditions: Vec::new(),
    };
    lab.parts.control.permit(&visitor.account, &hello, None, statement, None).await.unwrap();
    let shown = page(&lab, &visitor).await;
    assert!(shown.contains("friend") && shown.contains("Everyone"));

    assert_eq!(post(&lab, &visitor, "delete_alias", "function=hello&name=live").await.status, 302);
    assert!(page(&lab, &visitor).await.contains("No alias yet."));
}

#[tokio::test]
async fn a_stranger_sees_nothing_of_it() {
    let lab = Lab::new().await;
    let (visitor, stranger) = (lab.visitor().await, lab.visitor().await);
    lab.create(&visitor, "hello", "export const handler = async () => 1;").await;
    let answer = lab.get("/f/hello/versions", &[("cookie", &stranger.cookie)]).await;
    assert_eq!(answer.status, 404);
    // A form that was copied from the page of its owner.
    let form = "function=hello&name=live&version=1&second=&percent=0&description=";
    post_as(&lab, &visitor, &stranger, "save_alias", form).await;
    assert!(page(&lab, &visitor).await.contains("No alias yet."));
}

#[tokio::test]
async fn what_is_kept_ready_is_asked_for_shown_and_let_go() {
    let lab = Lab::new().await;
    let visitor = lab.visitor().await;
    lab.create(&visitor, "hello", "export const handler = async () => 1;").await;
    assert!(page(&lab, &visitor).await.contains("Nothing is kept ready."));
    let asked = post(&lab, &visitor, "keep_ready", "function=hello&qualifier=1&environments=2").await;
    assert_eq!(asked.status, 302, "{}", asked.text());
    let mut shown = page(&lab, &visitor).await;
    for _ in 0..5_000 {
        if !shown.contains("being made") {
            break;
        }
        shown = page(&lab, &visitor).await;
    }
    assert!(shown.contains("2 of 2") && shown.contains("✓ ready"), "{shown}");
    // The first five minutes.
    assert!(shown.contains("2 × 1769 MB × 300 s × $0.0000041667"), "{shown}");
    assert_eq!(post(&lab, &visitor, "keep_no_longer", "function=hello&qualifier=1").await.status, 302);
    assert!(page(&lab, &visitor).await.contains("Nothing is kept ready."));
}

#[tokio::test]
async fn a_history_shows_the_runs_that_are_wanted() {
    let lab = Lab::new().await;
    let visitor = lab.visitor().await;
    let hello = lab.create(&visitor, "hello", "export const handler = async (e) => { if (e.fail) throw 1; };").await;
    for payload in ["{}", "{\"fail\": 1}", "{}"] {
        let request = api::run::RunRequest {
            function: hello.clone(),
            target: api::run::Target::Draft,
            payload: payload.to_owned(),
            source: api::run::RunSource::Test,
            variation: api::run::Variation::default(),
            said: api::run::Said::default(),
        };
        lab.parts.invoke.invoke(&visitor.account, request).await.unwrap();
    }
    for (query, rows) in [
        ("", 3),
        ("?state=succeeded", 2),
        ("?state=any-error", 1),
        ("?start=cold", 1),
        ("?start=warm", 2),
        ("?start=cold&state=failed", 0),
        ("?trigger=Test&cost=", 3),
        ("?trigger=Schedule", 0),
        ("?cost=0.2", 3),
        ("?cost=1000", 0),
    ] {
        let page = lab.get(&format!("/f/hello/runs{query}"), &[("cookie", &visitor.cookie)]).await;
        assert_eq!(page.status, 200, "{query}");
        let shown = page.text();
        assert_eq!(rows_of(&shown), rows, "{query}");
    }
    let refused = lab.get("/f/hello/runs?start=tepid", &[("cookie", &visitor.cookie)]).await;
    assert!(
        refused.status == 400 && refused.text().contains("is none of cold, warm, provisioned"),
        "{}",
        refused.status
    );
}

/// Rows of the table of runs.
fn rows_of(page: &str) -> usize {
    let body = page.split("<tbody").nth(1).and_then(|rest| rest.split("</tbody>").next()).unwrap_or_default();
    body.matches("<tr").count()
}
