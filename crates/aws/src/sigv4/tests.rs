//! AWS's published test suite of Signature Version 4 (secret, date, service and the expected signatures are theirs), and refusals.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::canonical::{canonical_path, canonical_query};
use super::*;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const DATE: &str = "20150830T123600Z";
const NOW: UnixMillis = UnixMillis(1_440_938_160_000);

fn head(method: &str, address: &str, headers: &[(&str, &str)]) -> Head {
    let mut request = http::Request::builder().method(method).uri(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}

/// A request of the suite with the signature that AWS gives for it in the header.
fn signed(method: &str, address: &str, headers: &[(&str, &str)], signature: &str) -> Head {
    let mut names: Vec<String> = headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    names.extend(["host".to_owned(), "x-amz-date".to_owned()]);
    names.sort();
    names.dedup();
    let authorization = format!(
        "{ALGORITHM} Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={}, \
         Signature={signature}",
        names.join(";")
    );
    let own = [("host", "example.amazonaws.com"), ("x-amz-date", DATE), ("authorization", &authorization)];
    head(method, address, &[headers, &own].concat())
}

#[test]
fn signatures_of_the_published_suite_are_right() {
    let token = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";
    let body_hash = "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e";
    let form = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("content-length", "13"),
        ("x-amz-content-sha256", body_hash),
    ];
    let trimmed = [("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")];
    let many = [("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")];
    let unreserved = "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a [u8], &'a str);
    let table: [Case<'_>; 11] = [
        ("GET", "/", &[], b"", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        (
            "GET",
            "/?Param2=value2&Param1=value1",
            &[],
            b"",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        ("GET", "//example//", &[], b"", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
        (
            "GET",
            "/example1/example2/../..",
            &[],
            b"",
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        ("GET", unreserved, &[], b"", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
        ("GET", "/?%E1%88%B4=bar", &[], b"", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
        ("POST", "/", &[], b"", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        ("POST", "/?Param1=value1", &[], b"", "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"),
        ("POST", "/", &form, b"Param1=value1", "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b"),
        ("GET", "/", &trimmed, b"", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        ("GET", "/", &many, b"", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
    ];
    for (method, address, headers, body, expected) in table {
        let head = signed(method, address, headers, expected);
        let signature = Signature::read(&head).unwrap();
        assert_eq!(signature.check(&head, body, SECRET), Ok(()), "{method} {address} {headers:?}");
        assert!(signature.check(&head, b"another body", SECRET).is_err(), "{address}");
        assert!(signature.check(&head, body, "another secret").is_err(), "{address}");
    }
    let expected = "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8";
    let head = signed("GET", "/", &[("x-amz-security-token", token)], expected);
    let signature = Signature::read(&head).unwrap();
    assert_eq!((signature.check(&head, b"", SECRET), signature.token.as_deref()), (Ok(()), Some(token)));
}

#[test]
fn paths_and_queries_are_brought_into_one_form() {
    for (path, expected) in [("/ሴ", "/%E1%88%B4"), ("/example space/", "/example%20space/"), ("/a%3Ab/", "/a%253Ab/")]
    {
        assert_eq!(canonical_path(path), expected);
    }
    assert_eq!(canonical_query("b=2&a=%2f&a=&X-Amz-Signature=0"), "a=&a=%2F&b=2");
}

#[test]
fn presigned_addresses_of_the_published_suite_are_right() {
    let scope = "AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request";
    let table = [
        ("", "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d"),
        ("Param2=value2&Param1=value1&", "86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5"),
    ];
    for (parameters, signature) in table {
        let address = format!(
            "/?{parameters}X-Amz-Algorithm={ALGORITHM}&X-Amz-Credential={scope}&X-Amz-Date={DATE}\
             &X-Amz-SignedHeaders=host&X-Amz-Expires=3600&X-Amz-Signature={signature}"
        );
        let head = head("GET", &address, &[("host", "example.amazonaws.com")]);
        let read = Signature::read(&head).unwrap();
        assert_eq!(read.check(&head, b"", SECRET), Ok(()));
        assert_eq!(read.check_time(UnixMillis(NOW.0 + 3_600_000)), Ok(()));
        assert!(read.check_time(UnixMillis(NOW.0 + 3_601_000)).is_err());
    }
    let credential = Credential::parse("AKIDEXAMPLE/20150830/us-east-1/service/aws4_request").unwrap();
    let ours = presign::presigned("example.amazonaws.com", ("/", &[]), &credential, SECRET, (NOW, 3_600));
    assert!(ours.ends_with(table[0].1), "{ours}");
}

#[test]
fn times_that_are_off_are_refused_in_awss_words() {
    let head = signed("GET", "/", &[], table_signature());
    let signature = Signature::read(&head).unwrap();
    let check = |ms: i64| signature.check_time(UnixMillis(NOW.0 + ms));
    assert_eq!((check(0), check(300_000), check(-300_000)), (Ok(()), Ok(()), Ok(())));
    let expired =
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)";
    assert_eq!(check(301_000), Err(SignatureError::Invalid(expired.to_owned())));
    let early =
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T123059Z + 5 min.)";
    assert_eq!(check(-301_000), Err(SignatureError::Invalid(early.to_owned())));
}

fn table_signature() -> &'static str {
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
}

#[test]
fn what_is_not_signed_or_only_half_is_refused() {
    let host = ("host", "example.amazonaws.com");
    let refused =
        |headers: &[(&str, &str)], address: &str| Signature::read(&head("GET", address, headers)).unwrap_err();
    assert_eq!(refused(&[host], "/"), SignatureError::Missing);
    let date = ("x-amz-date", DATE);
    let halves = [
        "Basic abc",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=a/b",
        "AWS4-HMAC-SHA256 Credential=a/20150830/c/d/aws4_request, SignedHeaders=host",
        "AWS4-HMAC-SHA256 Credential=a/20150830/c/d/aws4_request, SignedHeaders=host, Signature=zz",
        "AWS4-HMAC-SHA256 Credential=a/20150830/c/aws4_request, SignedHeaders=host, Signature=00",
    ];
    for half in halves {
        let error = refused(&[host, date, ("authorization", half)], "/");
        assert!(matches!(error, SignatureError::Incomplete(_)), "{half}: {error:?}");
    }
    let unsigned = head(
        "GET",
        "/",
        &[
            &[("x-amz-target", "x")],
            &signed("GET", "/", &[], table_signature())
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
                .collect::<Vec<_>>()[..],
        ]
        .concat(),
    );
    let error = Signature::read(&unsigned).unwrap().check(&unsigned, b"", SECRET).unwrap_err();
    let message = "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.";
    assert_eq!(error, SignatureError::Invalid(message.to_owned()));
}
