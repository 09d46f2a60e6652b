//! Which region of the workspace the dashboard shows. A cookie says it, so that every page, socket and download of a browser goes by
//! the same one; without it, it is the default region.

use crate::refuse::Refusal;
use crate::session::{cookie, set_cookie};
use api::region::Region;
use axum::Form;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

/// Name of the cookie that keeps the choice.
const COOKIE: &str = "coldstart_region";
/// Where every region has something to show.
const START: &str = "/functions";

/// The region that was chosen in this browser. A cookie may hold anything; what is no region is the default one.
pub fn of_browser(headers: &HeaderMap) -> Region {
    cookie(headers, COOKIE).and_then(Region::from_identifier).unwrap_or_default()
}

/// What the picker sends.
#[derive(Debug, Deserialize)]
pub struct Choice {
    to: String,
}

/// `POST /region`: shows another region from now on, on the page that the picker was on.
pub async fn choose(headers: HeaderMap, Form(Choice { to }): Form<Choice>) -> Result<Response, Refusal> {
    let region = Region::parse(&to)?;
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, way_back(referer))]).into_response();
    if let Ok(cookie) = HeaderValue::from_str(&set_cookie(COOKIE, region.identifier())) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The page itself, unless it is of a function: the other region has others.
fn way_back(referer: Option<&str>) -> String {
    let path = referer.and_then(|referer| referer.parse::<Uri>().ok()).map(|page| page.path().to_owned());
    let is_of_function = |path: &str| path.starts_with("/f/") && path != "/f/new";
    // A browser takes what begins with two slashes for another server.
    let leads_away = |path: &str| path.starts_with("//") || path.starts_with("/\\");
    path.filter(|path| !is_of_function(path) && !leads_away(path)).unwrap_or_else(|| START.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picker_leads_back_to_its_page_and_never_away() {
        let check = |referer: Option<&str>, expected: &str| assert_eq!(way_back(referer), expected, "{referer:?}");
        check(Some("http://localhost:3000/connect"), "/connect");
        check(Some("http://localhost:3000/f/new?runtime=python3.13"), "/f/new");
        check(Some("http://localhost:3000/"), "/");
        check(Some("http://localhost:3000/f/hello/triggers"), START);
        check(Some("http://localhost:3000//evil.example"), START);
        check(Some("nonsense of someone"), START);
        check(None, START);
    }

    #[test]
    fn a_cookie_that_is_no_region_is_the_default_region() {
        let check = |cookie: &'static str, expected: Region| {
            let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(cookie))]);
            assert_eq!(of_browser(&headers), expected, "{cookie}");
        };
        check("a=b; coldstart_region=eu-west-1", Region::EuWest1);
        check("coldstart_region=mars-1", Region::DEFAULT);
        check("a=b", Region::DEFAULT);
    }
}
