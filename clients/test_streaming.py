"""Answers in pieces: by InvokeWithResponseStream, and by a function URL of the mode RESPONSE_STREAM."""

import base64
import json
import urllib.error
import urllib.request

import pytest

PIECES = """
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  for (const word of event.words) stream.write(word);
  if (event.fail) throw new TypeError("half way");
  stream.end();
});
"""
# More than the sockets between both hold: while its reader waits, the function cannot be done.
MANY = 64
FLOOD = f"""
exports.handler = awslambda.streamifyResponse(async (event, stream) => {{
  const piece = "x".repeat(1_000_000);
  for (let n = 0; n < {MANY}; n++) stream.write(piece);
  stream.end();
  console.log("all is written");
}});
"""
PAGE = """
exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  const head = { statusCode: 201, headers: { "Content-Type": "text/html", "X-Made": "yes" } };
  stream = awslambda.HttpResponseStream.from(stream, head);
  stream.write("<h1>");
  stream.write(event.rawPath);
  stream.end("</h1>");
});
"""


def events(answer):
    """The payload's pieces and how it ended."""
    pieces, end = [], None
    for event in answer["EventStream"]:
        if "PayloadChunk" in event:
            pieces.append(event["PayloadChunk"].get("Payload", b""))
        else:
            end = event["InvokeComplete"]
    return pieces, end


def stream(aws, name, event, **settings):
    return aws.invoke_with_response_stream(FunctionName=name, Payload=json.dumps(event), **settings)


def test_pieces_come_one_by_one(aws, make):
    name = make(PIECES)
    answer = stream(aws, name, {"words": ["one ", "two ", "three"]}, LogType="Tail")
    assert answer["ExecutedVersion"] == "$LATEST"
    pieces, end = events(answer)
    assert [piece for piece in pieces if piece] == [b"one ", b"two ", b"three"]
    assert "ErrorCode" not in end and end["LogResult"]
    assert aws.invoke(FunctionName=name, Payload=json.dumps({"words": ["a", "b"]}))["Payload"].read() == b"ab", "put together"


def test_what_is_thrown_half_way_comes_last(aws, make):
    pieces, end = events(stream(aws, make(PIECES), {"words": ["begun"], "fail": True}))
    assert b"".join(pieces) == b"begun"
    assert end["ErrorCode"] == "Unhandled"
    assert json.loads(end["ErrorDetails"])["errorMessage"] == "half way"


def lines(server, name):
    logs = server.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}")
    return [event["message"].strip().split("\t")[-1] for event in logs["events"]]


def test_a_reader_who_waits_holds_the_function_back(aws, server, make):
    name = make(FLOOD, Timeout=60, MemorySize=512)
    reader = iter(stream(aws, name, {}, LogType="Tail")["EventStream"])
    first = next(event for event in reader if event["PayloadChunk"].get("Payload"))
    assert "all is written" not in lines(server, name), "the first piece is here, and the function is not done"
    rest = list(reader)
    sizes = [len(event["PayloadChunk"].get("Payload", b"")) for event in [first, *rest] if "PayloadChunk" in event]
    assert sum(sizes) == MANY * 1_000_000
    assert b"all is written" in base64.b64decode(rest[-1]["InvokeComplete"]["LogResult"])


def url_of(aws, name, **settings):
    return aws.create_function_url_config(FunctionName=name, AuthType="NONE", **settings)["FunctionUrl"]


def test_a_function_url_sends_status_and_headers_and_then_the_pieces(aws, server, make):
    name = make(PAGE)
    url = url_of(aws, name, InvokeMode="RESPONSE_STREAM")
    assert aws.get_function_url_config(FunctionName=name)["InvokeMode"] == "RESPONSE_STREAM"
    with urllib.request.urlopen(url + "a/b") as answer:
        assert (answer.status, answer.headers["content-type"], answer.headers["x-made"]) == (201, "text/html", "yes")
        assert answer.read() == b"<h1>/a/b</h1>"

    flood = make(FLOOD, Timeout=60, MemorySize=512)
    with urllib.request.urlopen(url_of(aws, flood, InvokeMode="RESPONSE_STREAM")) as answer:
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.read(1_000) == b"x" * 1_000
        assert "all is written" not in lines(server, flood)
        assert len(answer.read()) == MANY * 1_000_000 - 1_000


def test_a_function_url_says_what_goes_wrong_as_far_as_it_can(aws, make):
    at_once = "exports.handler = awslambda.streamifyResponse(async () => { throw new Error('no'); });"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(url_of(aws, make(at_once), InvokeMode="RESPONSE_STREAM"))
    assert refused.value.code == 502
    half_way = "exports.handler = awslambda.streamifyResponse(async (e, s) => { s.write('begun'); throw new Error('no'); });"
    with urllib.request.urlopen(url_of(aws, make(half_way), InvokeMode="RESPONSE_STREAM")) as answer:
        with pytest.raises(Exception, match="IncompleteRead"):
            answer.read()
    whole = "exports.handler = async () => ({ statusCode: 418, body: 'tea' });"
    with urllib.request.urlopen(url_of(aws, make(whole), InvokeMode="RESPONSE_STREAM")) as answer:
        assert (answer.status, json.load(answer)) == (200, {"statusCode": 418, "body": "tea"}), "sent as it is"
