//! Requests that no browser sends.

use crate::client::{raw, send};
use crate::lab::Lab;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

#[tokio::test]
async fn broken_requests_are_refused_and_the_server_goes_on() {
    let lab = Lab::new().await;
    let huge = format!("GET / HTTP/1.1\r\nhost: x\r\nx-huge: {}\r\n\r\n", "a".repeat(200_000));
    let many: String = (0..500).map(|n| format!("x-{n}: 1\r\n")).collect();
    let many = format!("GET / HTTP/1.1\r\nhost: x\r\n{many}\r\n");
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(100_000));
    let table: [(&[u8], &[u16]); 9] = [
        (b"\r\n\r\n\r\n", &[0, 400]),
        (b"GARBAGE\r\n\r\n", &[400]),
        (b"GET / HTTP/9.9\r\nhost: x\r\n\r\n", &[400, 0]),
        (b"GET /\x00 HTTP/1.1\r\nhost: x\r\n\r\n", &[400]),
        (b"GET / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n", &[400]),
        (
            b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
            &[400, 404, 405, 200],
        ),
        (huge.as_bytes(), &[431, 400, 0]),
        (many.as_bytes(), &[431, 400]),
        (long.as_bytes(), &[414, 431, 400, 0]),
    ];
    for (bytes, expected) in table {
        let request = [bytes.strip_suffix(b"\r\n\r\n").unwrap_or(bytes), b"\r\nconnection: close\r\n\r\n"].concat();
        let status = raw(lab.address, &request).await.status;
        assert!(expected.contains(&status), "{status}: {:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(60)]));
    }
    assert_eq!(lab.get("/health", &[]).await.status, 200);
}

#[tokio::test]
async fn hostile_names_are_plain_names() {
    let lab = Lab::new().await;
    let visitor = lab.visitor().await;
    let cookie = [("cookie", visitor.cookie.as_str())];
    for path in [
        "/f/%ff%fe",
        "/f/%00",
        "/f/%3C%2Ftitle%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/f/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/f/..%2f..",
        "/runs/%ff/log.txt",
    ] {
        let answer = lab.get(path, &cookie).await;
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        let text = answer.text();
        let at = text.find("<script>alert");
        assert_eq!(at.map(|at| &text[at.saturating_sub(200)..at + 60]), None, "{path}");
    }
    for host in ["", "[::1", "a b", "x".repeat(300).as_str()] {
        let status = send(lab.address, "GET", "/health", &[("host", host)], b"").await.status;
        assert!([200, 400].contains(&status), "{host}: {status}");
    }
    assert_eq!(lab.get("/health", &[]).await.status, 200);
}

#[tokio::test]
async fn half_requests_keep_nobody_out() {
    let lab = Lab::new().await;
    let mut half = Vec::new();
    for _ in 0..500 {
        let mut stream = TcpStream::connect(lab.address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nhost:").await.unwrap();
        half.push(stream);
    }
    assert_eq!(lab.get("/health", &[]).await.status, 200);
}
