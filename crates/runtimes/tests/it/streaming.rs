//! Handlers that answer in pieces.

use sandbox::{AnswerPart, Outcome};
use tokio::sync::mpsc;

use crate::function::{Run, function};

/// What was sent before the end: the content type, and the pieces.
async fn streamed(source: &str) -> (Run, Option<String>, Vec<String>) {
    let (answers, mut parts) = mpsc::channel(1);
    let reader = tokio::spawn(async move {
        let (mut kind, mut pieces) = (None, Vec::new());
        while let Some(part) = parts.recv().await {
            match part {
                AnswerPart::Begin { content_type } => kind = Some(content_type),
                AnswerPart::Bytes(bytes) => pieces.push(String::from_utf8(bytes).unwrap()),
            }
        }
        (kind, pieces)
    });
    let run = function("index.mjs", source).invoke_for("{\"n\":3}", answers).await;
    let (kind, pieces) = reader.await.unwrap();
    (run, kind, pieces)
}

fn handler(body: &str) -> String {
    format!("export const handler = awslambda.streamifyResponse(async (event, stream, context) => {{ {body} }});")
}

#[tokio::test]
async fn pieces_come_as_they_are_written() {
    let body = "for (let n = 0; n < event.n; n++) { stream.write(`${n};`); await new Promise((go) => setTimeout(go, 1)); } stream.end('over');";
    let (run, kind, pieces) = streamed(&handler(body)).await;
    assert_eq!(run.answer(), "0;1;2;over");
    assert_eq!(kind.as_deref(), Some("application/octet-stream"));
    assert_eq!(pieces, ["0;", "1;", "2;", "over"]);
}

#[tokio::test]
async fn without_a_reader_the_answer_is_put_together() {
    let run = function(
        "index.mjs",
        &handler("stream.write('a'); stream.write(new Uint8Array([98])); stream.write({ c: 1 }); stream.end();"),
    );
    assert_eq!(run.invoke("{}").await.answer(), r#"ab{"c":1}"#);
    let common = "exports.handler = awslambda.streamifyResponse(async (event, stream) => stream.end('common'), { highWaterMark: 4 });";
    assert_eq!(function("index.js", common).invoke("{}").await.answer(), "common");
    let piped = "import { pipeline } from 'node:stream/promises'; import { Readable } from 'node:stream'; import { createGzip, gunzipSync } from 'node:zlib';
        export const handler = awslambda.streamifyResponse(async (event, stream) => { await pipeline(Readable.from(['p', 'i', 'ped']), stream); });";
    assert_eq!(function("index.mjs", piped).invoke("{}").await.answer(), "piped");
}

#[tokio::test]
async fn an_http_answer_begins_with_its_prelude() {
    let body = "stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-a': 'b' }, cookies: ['c=d'] }); stream.write('body'); stream.end();";
    let (_, kind, pieces) = streamed(&handler(body)).await;
    assert_eq!(kind.as_deref(), Some("application/vnd.awslambda.http-integration-response"));
    let prelude = r#"{"statusCode":201,"headers":{"x-a":"b"},"cookies":["c=d"]}"#;
    assert_eq!(pieces, [prelude, "\0\0\0\0\0\0\0\0", "body"]);

    let (_, kind, pieces) = streamed(&handler("stream.setContentType('text/html'); stream.end();")).await;
    assert_eq!((kind.as_deref(), pieces.len()), (Some("text/html"), 0), "an empty answer is one too");
}

#[tokio::test]
async fn what_goes_wrong_is_said_after_what_was_sent() {
    let cases = [
        ("stream.write('a'); throw new TypeError('half way');", "TypeError", "half way", "a"),
        ("throw new RangeError('at once');", "RangeError", "at once", ""),
        (
            "stream.write('a'); stream.setContentType('text/html');",
            "Runtime.InvalidStreamingOperation",
            "Cannot set content-type, too late.",
            "a",
        ),
        ("stream.destroy(new Error('torn'));", "Error", "torn", ""),
        ("stream.write('a');", "Runtime.StreamNotEnded", "left its response stream open", "a"),
        ("stream.end('a'); stream.write('b');", "Error", "write after end", "a"),
    ];
    for (body, kind, message, sent) in cases {
        let (run, _, pieces) = streamed(&handler(body)).await;
        let (error, _) = run.error();
        assert_eq!(error.error_type, kind, "{body}");
        assert!(
            String::from_utf8_lossy(&error.payload).contains(message),
            "{body}: {:?}",
            String::from_utf8_lossy(&error.payload)
        );
        assert_eq!(pieces.concat(), sent, "{body}");
    }
    let not_async = "export const handler = awslambda.streamifyResponse((event, stream) => { stream.end('x'); });";
    let (run, ..) = streamed(not_async).await;
    assert!(String::from_utf8_lossy(&run.error().0.payload).contains("Streaming does not support non-async handlers."));
}

#[tokio::test]
async fn a_returned_value_is_ignored_with_a_warning() {
    let (run, _, pieces) = streamed(&handler("stream.end('sent'); return 'ignored';")).await;
    assert_eq!((run.answer(), pieces.concat().as_str()), ("sent", "sent"));
    assert_eq!(run.texts(), ["Streaming handlers ignore return values."]);
}

#[tokio::test]
async fn a_buffered_answer_has_the_limit_of_any_and_one_that_is_read_along_does_not() {
    let body = "const piece = 'x'.repeat(1_000_000); for (let n = 0; n < 8; n++) stream.write(piece); stream.end();";
    let run = function("index.mjs", &handler(body)).invoke("{}").await;
    assert!(matches!(run.outcome, Outcome::ResponseTooLarge { .. }), "{:?}", run.outcome);
    let (run, _, pieces) = streamed(&handler(body)).await;
    assert_eq!(pieces.iter().map(String::len).sum::<usize>(), 8_000_000);
    assert!(pieces.iter().all(|piece| piece.len() <= 65_536));
    assert_eq!(run.answer().len(), sandbox::RESPONSE_BYTES_MAX, "the beginning is kept for the record");
}

#[tokio::test]
async fn a_reader_that_has_gone_ends_nothing() {
    let (answers, parts) = mpsc::channel(1);
    drop(parts);
    let run = function(
        "index.mjs",
        &handler("for (let n = 0; n < 9; n++) stream.write('x'); stream.end(); console.log('done');"),
    );
    let run = run.invoke_for("{}", answers).await;
    assert_eq!((run.answer(), run.texts()), ("xxxxxxxxx", vec!["done"]));
}
