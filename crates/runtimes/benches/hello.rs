//! How long a small JavaScript function takes: boot and INIT, the first event of a ready environment, and both with a
//! server's own thread in between. Prints medians and 99th percentiles; takes no options.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a benchmark prints")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use runtimes::{EnvironmentSettings, InvokeInput, Package, RuntimeKind, Runtimes, RuntimesConfig, Started};
use tokio::sync::mpsc;

const ROUNDS: usize = 500;
const TIMEOUT: Duration = Duration::from_secs(10);
const HELLO: &str =
    "exports.handler = async (event) => { console.log('hello', event.name); return { hello: event.name } }";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let cache_dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("modules");
    let begun = Instant::now();
    let runtimes = Runtimes::new(RuntimesConfig { cache_dir, threads: 2 }).unwrap();
    println!("set up the runtimes{:>40.2} ms", millis(begun.elapsed()));
    let files = BTreeMap::from([("index.js".to_owned(), Arc::from(HELLO.as_bytes()))]);
    let package = Package { runtime: RuntimeKind::NodeJs, handler: "index.handler".to_owned(), files: Arc::new(files) };
    let prepared = runtimes.prepare(&package).await.unwrap();
    let (mut starts, mut invokes, mut both) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (output, mut lines) = mpsc::channel(8);
        let begun = Instant::now();
        let started = runtimes.start(&prepared, settings(), TIMEOUT, output.clone()).await;
        let Started::Ready { environment, .. } = started else { panic!("hello does not start") };
        starts.push(begun.elapsed());
        let ready = Instant::now();
        environment.invoke(input(), output).await;
        invokes.push(ready.elapsed());
        both.push(begun.elapsed());
        while lines.recv().await.is_some() {}
    }
    report("boot and INIT", starts);
    report("event on a ready environment", invokes);
    report("both", both);
}

fn settings() -> EnvironmentSettings {
    EnvironmentSettings {
        memory_mib: 1769,
        tmp_mib: 512,
        env: Vec::new(),
        function_name: "hello".to_owned(),
        function_version: "$LATEST".to_owned(),
        log_group: "/aws/lambda/hello".to_owned(),
        log_stream: "stream".to_owned(),
    }
}

fn input() -> InvokeInput {
    InvokeInput {
        request_id: "8f5f2a1e-0000-4000-8000-000000000001".to_owned(),
        payload: br#"{"name":"world"}"#.to_vec(),
        timeout: TIMEOUT,
        invoked_function_arn: "arn:aws:lambda:eu-west-1:123456789012:function:hello".to_owned(),
        client_context: None,
        identity: None,
        trace_id: None,
    }
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let (middle, late) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    println!("{what:<30} median {:>8.3} ms   p99 {:>8.3} ms", millis(middle), millis(late));
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
