//! Sockets and server-sent events.

use crate::lab::{Lab, Visitor, request};
use api::event::{InvocationEvent, RunEvent};
use api::id::FunctionName;
use api::invoker::Invoker;
use api::message::{ClientMessage, PROTOCOL_VERSION, RunPosition, ServerMessage};
use api::run::RunState;
use futures::{SinkExt, StreamExt};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const TALKER: &str = "export const handler = async (event) => {
    for (let i = 0; i < 20; i++) console.log('line', i);
    if (event.wait) await new Promise((done) => setTimeout(done, 50_000));
};";

struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    async fn connect(lab: &Lab, headers: &[(&'static str, &str)]) -> Result<Self, Error> {
        let mut request = format!("ws://{}/ws", lab.address).into_client_request()?;
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        connect_async(request).await.map(|(stream, _)| Self(stream))
    }

    async fn open(lab: &Lab, visitor: &Visitor) -> Self {
        let origin = format!("http://{}", lab.address);
        let mut socket = Self::connect(lab, &[("cookie", &visitor.cookie), ("origin", &origin)]).await.unwrap();
        assert_eq!(socket.next().await, ServerMessage::Welcome { protocol: PROTOCOL_VERSION });
        socket
    }

    async fn say(&mut self, message: &ClientMessage) {
        self.0.send(Message::text(serde_json::to_string(message).unwrap())).await.unwrap();
    }

    async fn subscribe(&mut self, function: &FunctionName, seen: Vec<RunPosition>) {
        self.say(&ClientMessage::Subscribe { function: function.clone(), seen }).await;
        // The answer to a later message shows that this one was carried out.
        self.say(&ClientMessage::Ping).await;
        while self.next().await != ServerMessage::Pong {}
    }

    async fn next(&mut self) -> ServerMessage {
        let message = self.0.next().await.unwrap().unwrap();
        serde_json::from_str(message.to_text().unwrap()).unwrap()
    }

    async fn numbers_until_charged(&mut self) -> Vec<u64> {
        let mut numbers = Vec::new();
        loop {
            if let ServerMessage::Event { event, .. } = self.next().await {
                numbers.push(event.seq);
                if matches!(event.event, InvocationEvent::Charged(_)) {
                    return numbers;
                }
            }
        }
    }
}

#[tokio::test]
async fn a_socket_needs_a_workspace_and_this_origin() {
    let lab = Lab::new().await;
    let visitor = lab.visitor().await;
    let status = |refused: Result<Socket, Error>| match refused {
        Err(Error::Http(answer)) => answer.status().as_u16(),
        Err(other) => panic!("{other}"),
        Ok(_) => 101,
    };
    assert_eq!(status(Socket::connect(&lab, &[]).await), 404);
    let evil = [("cookie", visitor.cookie.as_str()), ("origin", "http://evil.example")];
    assert_eq!(status(Socket::connect(&lab, &evil).await), 403);
    assert_eq!(status(Socket::connect(&lab, &[("cookie", &visitor.cookie)]).await), 101);
}

#[tokio::test]
async fn a_page_sees_a_run_and_comes_back_where_it_was() {
    let lab = Lab::new().await;
    let visitor = lab.visitor().await;
    let talker = lab.create(&visitor, "talker", TALKER).await;
    let mut socket = Socket::open(&lab, &visitor).await;
    socket.subscribe(&talker, Vec::new()).await;
    let run = lab.parts.invoke.start(&visitor.account, request(&talker, "{}")).await.unwrap();
    let all = socket.numbers_until_charged().await;
    assert!(all.iter().copied().eq(1..=all.len() as u64) && all.len() > 20);
    drop(socket);
    let mut again = Socket::open(&lab, &visitor).await;
    let seen = vec![RunPosition { run, seq: 7 }];
    again.say(&ClientMessage::Subscribe { function: talker, seen }).await;
    assert!(again.numbers_until_charged().await.into_iter().eq(8..=all.len() as u64));
}

#[tokio::test]
async fn a_run_is_ended_through_the_socket_by_its_owner_only() {
    let lab = Lab::new().await;
    let (owner, stranger) = (lab.visitor().await, lab.visitor().await);
    let talker = lab.create(&owner, "talker", TALKER).await;
    let run = lab.parts.invoke.start(&owner.account, request(&talker, r#"{"wait":true}"#)).await.unwrap();
    let mut other = Socket::open(&lab, &stranger).await;
    other.say(&ClientMessage::Cancel { run: run.clone() }).await;
    let refused = ServerMessage::Refused { message: format!("run `{run}` does not exist") };
    assert_eq!(other.next().await, refused);
    let mut own = Socket::open(&lab, &owner).await;
    own.say(&ClientMessage::Cancel { run: run.clone() }).await;
    let record = lab.parts.invoke.wait(&owner.account, &run).await.unwrap();
    assert_eq!(record.summary.state, RunState::Cancelled);
}

#[tokio::test]
async fn nonsense_is_refused_and_too_much_closes_the_socket() {
    let lab = Lab::new().await;
    let visitor = lab.visitor().await;
    let mut socket = Socket::open(&lab, &visitor).await;
    for nonsense in [Message::text("{oops"), Message::text("{\"Launch\":{}}"), Message::binary(vec![0, 159])] {
        socket.0.send(nonsense).await.unwrap();
        assert!(matches!(socket.next().await, ServerMessage::Refused { .. }));
    }
    socket.0.send(Message::text("x".repeat(70_000))).await.unwrap();
    let closed = loop {
        match socket.0.next().await {
            None | Some(Err(_)) | Some(Ok(Message::Close(_))) => break true,
            Some(Ok(_)) => {}
        }
    };
    assert!(closed);
    assert_eq!(lab.get("/health", &[]).await.status, 200);
}

/// Reads the messages of an event stream.
struct Events(Lines<BufReader<TcpStream>>);

impl Events {
    async fn open(lab: &Lab, visitor: &Visitor, query: &str) -> Self {
        let mut stream = TcpStream::connect(lab.address).await.unwrap();
        let head =
            format!("GET /live/runs?{query} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\r\n", lab.address, visitor.cookie);
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut events = Self(BufReader::new(stream).lines());
        assert_eq!(events.next().await, ServerMessage::Welcome { protocol: PROTOCOL_VERSION });
        events
    }

    async fn event(&mut self) -> RunEvent {
        loop {
            if let ServerMessage::Event { event, .. } = self.next().await {
                return event;
            }
        }
    }

    async fn next(&mut self) -> ServerMessage {
        loop {
            let line = self.0.next_line().await.unwrap().unwrap();
            if let Some(json) = line.strip_prefix("data: ") {
                return serde_json::from_str(json).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn server_sent_events_bring_the_same_and_come_back_where_they_were() {
    let lab = Lab::new().await;
    let visitor = lab.visitor().await;
    let talker = lab.create(&visitor, "talker", TALKER).await;
    let record = lab.parts.invoke.invoke(&visitor.account, request(&talker, "{}")).await.unwrap();
    let seen = RunPosition::list_to_text(&[RunPosition { run: record.summary.id, seq: record.event_count - 3 }]);
    let mut events = Events::open(&lab, &visitor, &format!("function=talker&seen={seen}")).await;
    for expected in record.event_count - 2..=record.event_count {
        assert_eq!(events.event().await.seq, expected);
    }
    let run = lab.parts.invoke.start(&visitor.account, request(&talker, "{}")).await.unwrap();
    let first = events.event().await;
    assert_eq!((first.run, first.seq), (run, 1));
    let bad = lab.get("/live/runs?function=talker&seen=x", &[("cookie", &visitor.cookie)]).await;
    assert_eq!(bad.status, 400);
}
