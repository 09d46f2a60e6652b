//! The addresses of a function URL, from where the dashboard itself was reached.

use api::id::TriggerId;
use api::region::Region;
use api::trigger::UrlAuth;
use std::net::IpAddr;

/// The address that callers use: `http://ID.lambda-url.REGION.localhost:3000/`. Names below `localhost` lead to this machine
/// everywhere, but no name leads below an IP address or a name of the local network, so there it is the path form.
#[must_use]
pub fn function_url(origin: &str, id: &TriggerId, region: Region) -> String {
    let (scheme, host) = origin.split_once("://").unwrap_or(("http", origin));
    let (name, port) = split_port(host);
    if is_loopback(name) {
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        return format!("{scheme}://{id}.lambda-url.{region}.localhost{port}/");
    }
    format!("{scheme}://{host}{}", path_form(id, "/"))
}

/// The same function below the dashboard's own address, for «Try it».
#[must_use]
pub fn path_form(id: &TriggerId, path: &str) -> String {
    format!("/lambda-url/{id}/{}", path.trim_start_matches('/'))
}

/// A line for a shell; where callers sign, with a key of the Connect page for the function's region.
#[must_use]
pub fn curl_line(url: &str, auth: UrlAuth, region: Region) -> String {
    match auth {
        UrlAuth::None => format!("curl '{url}'"),
        UrlAuth::AwsIam => {
            format!(
                "curl --aws-sigv4 aws:amz:{region}:lambda --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" '{url}'"
            )
        }
    }
}

fn split_port(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        // The colons inside [::1] are not in front of a port.
        Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => (name, Some(port)),
        _ => (host, None),
    }
}

fn is_loopback(name: &str) -> bool {
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.ends_with(".localhost") || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn an_address_that_works_from_where_the_page_was_opened() {
        let id = TriggerId::parse("abcdefghijklmnopqrstuvwxyz012345").unwrap();
        let check = |origin: &str, expected: &str| {
            assert_eq!(function_url(origin, &id, Region::EuWest1), expected.replace("ID", id.as_str()), "{origin}");
        };
        check("http://localhost:3000", "http://ID.lambda-url.eu-west-1.localhost:3000/");
        check("http://127.0.0.1:41234", "http://ID.lambda-url.eu-west-1.localhost:41234/");
        check("http://[::1]:3000", "http://ID.lambda-url.eu-west-1.localhost:3000/");
        check("http://[::1]", "http://ID.lambda-url.eu-west-1.localhost/");
        check("http://localhost", "http://ID.lambda-url.eu-west-1.localhost/");
        check("http://192.168.1.7:3000", "http://192.168.1.7:3000/lambda-url/ID/");
        check("https://lambda.school.example", "https://lambda.school.example/lambda-url/ID/");
    }

    #[test]
    fn a_path_is_not_doubled() {
        let id = TriggerId::parse("abcdefghijklmnopqrstuvwxyz012345").unwrap();
        assert_eq!(path_form(&id, "/orders/7?x=1"), format!("/lambda-url/{id}/orders/7?x=1"));
        assert_eq!(path_form(&id, ""), format!("/lambda-url/{id}/"));
        let region = Region::EuWest1;
        assert_eq!(curl_line("http://x/", UrlAuth::None, region), "curl 'http://x/'");
        let signed = curl_line("http://x/", UrlAuth::AwsIam, region);
        assert!(signed.starts_with("curl --aws-sigv4 aws:amz:eu-west-1:lambda --user "));
    }
}
