//! The AWS endpoint where no signature can help. What clients do is in `clients/`.

use crate::client::{get, send};
use crate::lab::Lab;

#[tokio::test]
async fn who_does_not_sign_gets_nothing_at_the_endpoint() {
    let lab = Lab::new().await;
    let answer = get(lab.aws, "/2015-03-31/functions/", &[]).await;
    assert_eq!((answer.status, answer.header("x-amzn-errortype")), (403, Some("MissingAuthenticationTokenException")));
    assert_eq!(get(lab.aws, "/functions", &[]).await.status, 403, "no page of the dashboard is here");
    assert_eq!(get(lab.aws, "/health", &[]).await.status, 200);
}

#[tokio::test]
async fn another_sites_page_cannot_use_the_endpoint() {
    let lab = Lab::new().await;
    let from_elsewhere = [("origin", "https://elsewhere.example"), ("authorization", "AWS4-HMAC-SHA256 x")];
    for address in [lab.aws, lab.address] {
        let answer = send(address, "POST", "/2015-03-31/functions", &from_elsewhere, b"{}").await;
        assert_eq!((answer.status, answer.header("x-amzn-errortype")), (403, Some("AccessDeniedException")));
    }
}
