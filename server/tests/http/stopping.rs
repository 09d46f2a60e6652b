//! What a stop does to those who are connected.

use crate::client::send;
use crate::lab::{Lab, request};
use api::invoker::Invoker;
use api::run::RunState;
use futures::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn answers_that_are_under_way_are_delivered() {
    let mut lab = Lab::new().await;
    let visitor = lab.visitor().await;
    let source = "export const handler = () => new Promise((done) => setTimeout(() => done('whole'), 500));";
    let function = lab.create(&visitor, "slow", source).await;
    let id = lab.url(&visitor, &function).await;
    let path = format!("/lambda-url/{id}/");
    let address = lab.address;
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let path = path.clone();
            tokio::spawn(async move { send(address, "GET", &path, &[], b"").await })
        })
        .collect();
    let running = || async {
        let runs = lab.parts.invoke.runs(&visitor.account, None, None, 100).await.unwrap();
        runs.len()
    };
    while running().await < 10 {
        tokio::task::yield_now().await;
    }
    lab.stop();
    for answer in join_all(calls).await {
        let answer = answer.unwrap();
        assert_eq!((answer.status, answer.text().as_str()), (200, "whole"));
    }
    let parts = lab.parts.clone();
    lab.ended().await;
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
    drop(parts);
}

#[tokio::test]
async fn open_event_streams_end_and_so_does_the_server() {
    let mut lab = Lab::new().await;
    let visitor = lab.visitor().await;
    let function = lab.create(&visitor, "hello", "export const handler = async () => 1;").await;
    let record = lab.parts.invoke.invoke(&visitor.account, request(&function, "{}")).await.unwrap();
    assert_eq!(record.summary.state, RunState::Succeeded);
    let mut stream = TcpStream::connect(lab.address).await.unwrap();
    let head = format!(
        "GET /live/runs?function=hello HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\r\n",
        lab.address, visitor.cookie
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut first = [0; 64];
    stream.read_exact(&mut first).await.unwrap();
    lab.stop();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    lab.ended().await;
}
