//! The region that a browser chose, on pages and in what they ask the server for.

use crate::client::{Answer, get, send};
use crate::lab::{Lab, Visitor};
use api::region::Region;

/// What the visitor's browser sends when it shows `region`.
fn cookies(visitor: &Visitor, region: &str) -> String {
    format!("{}; coldstart_region={region}", visitor.cookie)
}

async fn page(lab: &Lab, path: &str, cookies: &str) -> String {
    get(lab.address, path, &[("cookie", cookies)]).await.text()
}

async fn choose(lab: &Lab, body: &str, more: &[(&str, &str)]) -> Answer {
    let form = [("content-type", "application/x-www-form-urlencoded")];
    send(lab.address, "POST", "/region", &[&form, more].concat(), body.as_bytes()).await
}

#[tokio::test]
async fn pages_show_the_region_that_was_chosen() {
    let lab = Lab::new().await;
    let mut visitor = lab.visitor().await;
    lab.create(&visitor, "near", "export const handler = async () => 1;").await;
    visitor.account = visitor.account.in_region(Region::EuWest1);
    lab.create(&visitor, "far", "export const handler = async () => 1;").await;
    for (region, shown, hidden) in
        [("us-east-1", "/f/near", "/f/far"), ("eu-west-1", "/f/far", "/f/near"), ("mars-1", "/f/near", "/f/far")]
    {
        let text = page(&lab, "/functions", &cookies(&visitor, region)).await;
        assert!(text.contains(shown) && !text.contains(hidden), "{region}");
    }
    let connect = page(&lab, "/connect", &cookies(&visitor, "eu-west-1")).await;
    assert!(connect.contains("AWS_DEFAULT_REGION=eu-west-1"), "the snippets name the region");
    let keys: serde_json::Value =
        serde_json::from_str(&page(&lab, "/access-keys", &cookies(&visitor, "eu-west-1")).await).unwrap();
    assert_eq!((&keys["account"], &keys["region"]), (&visitor.account.to_string().into(), &"eu-west-1".into()));
}

#[tokio::test]
async fn the_picker_sets_the_cookie_and_leads_back() {
    let lab = Lab::new().await;
    let page = format!("http://{}/connect", lab.address);
    let chosen = choose(&lab, "to=eu-west-1", &[("referer", &page)]).await;
    assert_eq!((chosen.status, chosen.header("location")), (303, Some("/connect")));
    assert!(chosen.header("set-cookie").unwrap().starts_with("coldstart_region=eu-west-1; Path=/; "));
    let unknown = choose(&lab, "to=mars-1", &[]).await;
    assert_eq!((unknown.status, unknown.header("set-cookie")), (400, None));
    assert!(unknown.text().contains("`mars-1` is no region of AWS"), "{}", unknown.text());
    assert_eq!(choose(&lab, "to=eu-west-1", &[("origin", "https://elsewhere.example")]).await.status, 403);
}

#[tokio::test]
async fn a_function_url_is_found_in_every_region_and_says_which() {
    let lab = Lab::new().await;
    let mut visitor = lab.visitor().await;
    visitor.account = visitor.account.in_region(Region::EuWest1);
    let source = "export const handler = async (event) => [event.requestContext.domainName, process.env.AWS_REGION];";
    let function = lab.create(&visitor, "far", source).await;
    let id = lab.url(&visitor, &function).await;
    let expected = format!(r#"["{id}.lambda-url.eu-west-1.on.aws","eu-west-1"]"#);
    assert_eq!(get(lab.address, &format!("/lambda-url/{id}/"), &[]).await.text(), expected);
    let host = format!("{id}.lambda-url.eu-west-1.localhost:3000");
    assert_eq!(get(lab.address, "/", &[("host", &host)]).await.text(), expected);
}
