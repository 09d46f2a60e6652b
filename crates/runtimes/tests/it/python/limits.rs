//! Functions that want too much.

use std::time::Duration;

use sandbox::Outcome;
use tokio::sync::mpsc;

use super::python;
use crate::function::{LONG, input, runtimes};

const SHORT: Duration = Duration::from_millis(200);

fn handler(body: &str) -> crate::function::Function {
    python(&format!("import asyncio, queue, re, threading, time\ndef lambda_handler(event, context):\n    {body}"))
}

#[tokio::test]
async fn loops_and_waits_end_at_the_timeout() {
    for body in [
        "while True: pass",
        "while True:\n        try:\n            while True: pass\n        except BaseException: continue",
        "time.sleep(10**6)",
        "re.fullmatch('(a+)+', 'a' * 40 + 'b')",
        "sum(range(10**12))",
        "10 ** 10 ** 8",
        "asyncio.run(asyncio.sleep(10**6))",
        "asyncio.run(asyncio.Event().wait())",
        "threading.Event().wait()",
        "queue.Queue().get()",
        "lock = threading.Lock(); lock.acquire(); lock.acquire()",
    ] {
        let run = handler(body).timeout(SHORT).invoke("{}").await;
        assert_eq!(run.outcome, Outcome::TimedOut, "{body}");
        assert!(run.measured.duration < SHORT + Duration::from_secs(3), "{body}: {:?}", run.measured);
    }
}

#[tokio::test]
async fn a_loop_in_init_ends_at_its_timeout() {
    let function = python("while True: pass");
    let prepared = function.prepare().await.unwrap();
    let (output, _lines) = mpsc::channel(8);
    let started = runtimes().start(&prepared, function.settings, SHORT, output).await;
    assert!(matches!(started, runtimes::Started::Failed { outcome: Outcome::TimedOut, .. }));
}

#[tokio::test]
async fn too_much_memory_is_out_of_memory() {
    for body in [
        "a = []\n    while True: a.append(bytearray(10**6))",
        "s = 'x'\n    while True: s += s",
        "return len(bytes(200 * 2**20))",
        "return len({i: str(i) for i in range(10**8)})",
        "import sys\n    sys.setrecursionlimit(10**9)\n    f = lambda n: f(n + 1) + 1\n    f(0)",
    ] {
        let run = handler(body).memory(128).invoke("{}").await;
        assert_eq!(run.outcome, Outcome::OutOfMemory, "{body}");
        assert!(run.measured.memory_bytes <= 128 << 20, "{body}");
    }
    let run = handler("return len(bytes(200 * 2**20))").memory(512).invoke("{}").await;
    assert_eq!(run.answer(), "209715200");
}

#[tokio::test]
async fn a_flood_of_lines_waits_for_its_reader() {
    let (output, mut lines) = mpsc::channel(1);
    let environment = handler("while True: print('x' * 1000)").start(output.clone()).await.unwrap();
    let running = tokio::spawn(environment.invoke(input("{}", LONG), output));
    for _ in 0..2000 {
        assert_eq!(lines.recv().await.unwrap().text.len(), 1000);
    }
    running.abort();
    while lines.recv().await.is_some() {}
}

#[tokio::test]
async fn a_large_answer_passes_and_a_larger_one_does_not() {
    let source = "def lambda_handler(event, context): return 'x' * event";
    let largest = sandbox::RESPONSE_BYTES_MAX - 2;
    let run = python(source).invoke(&largest.to_string()).await;
    assert_eq!(run.answer().len(), sandbox::RESPONSE_BYTES_MAX);
    let run = python(source).invoke(&(largest + 1).to_string()).await;
    assert_eq!(run.outcome, Outcome::ResponseTooLarge { bytes: sandbox::RESPONSE_BYTES_MAX as u64 + 1 });
}

#[tokio::test]
async fn waiting_takes_time_but_no_processor() {
    let source = "
import asyncio, time
async def both():
    begun = time.monotonic()
    await asyncio.gather(asyncio.sleep(0.2), asyncio.sleep(0.2))
    return time.monotonic() - begun
def lambda_handler(event, context):
    begun, wall = time.monotonic(), time.time()
    time.sleep(0.2)
    return [time.monotonic() - begun >= 0.2, time.time() - wall >= 0.19, 0.2 <= asyncio.run(both()) < 0.35]";
    let run = python(source).invoke("{}").await;
    assert_eq!(run.answer(), "[true, true, true]");
    assert!(run.measured.duration >= Duration::from_millis(400), "{:?}", run.measured);
    assert!(run.measured.cpu < Duration::from_millis(100), "{:?}", run.measured);
}
