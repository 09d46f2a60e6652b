//! How long small functions take: boot and INIT, the first event of a ready environment, both, and events of an environment that
//! is brought back after each; then arithmetic in Python beside the `python3` of this machine.
//! Prints medians and 99th percentiles; takes no options.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a benchmark prints")]

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use runtimes::{EnvironmentSettings, InvokeInput, Package, Prepared, RuntimeKind, Runtimes, RuntimesConfig, Started};
use sandbox::Outcome;
use tokio::sync::mpsc;
use typescript::Compiler;

const ROUNDS: usize = 500;
const FIB_ROUNDS: usize = 7;
const TIMEOUT: Duration = Duration::from_secs(10);
const JAVASCRIPT: (&str, &str) = (
    "index.js",
    "exports.handler = async (event) => { console.log('hello', event.name); return { hello: event.name } }",
);
const TYPESCRIPT: (&str, &str) = (
    "index.ts",
    "interface Event { name: string }\nenum Tone { Loud, Quiet }\n\
     export const handler = async (event: Event): Promise<{ hello: string; tone: Tone }> => ({ hello: event.name, tone: Tone.Quiet });",
);
const PYTHON: (&str, &str) = (
    "index.py",
    "def handler(event, context):\n    print('hello', event['name'])\n    return {'hello': event['name']}",
);
const RUBY: (&str, &str) =
    ("index.rb", "def handler(event:, context:)\n  puts \"hello #{event['name']}\"\n  { hello: event['name'] }\nend");
const FIB: &str = "import time
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def handler(event, context):
    begun = time.perf_counter()
    fib(25)
    return (time.perf_counter() - begun) * 1000
";

/// With this argument the program is the compiler.
const AS_COMPILER: &str = "as-the-compiler";

fn main() {
    if std::env::args().any(|argument| argument == AS_COMPILER) {
        return typescript::serve().unwrap();
    }
    measure();
}

fn compiler() -> Compiler {
    Compiler::new(std::env::current_exe().unwrap(), vec![AS_COMPILER.into()], TIMEOUT)
}

#[tokio::main(flavor = "current_thread")]
async fn measure() {
    let cache_dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("modules");
    let begun = Instant::now();
    let runtimes = Runtimes::new(RuntimesConfig { cache_dir, threads: 2, typescript: compiler() }).unwrap();
    println!("set up the runtimes {:>40.2} ms", millis(begun.elapsed()));
    let python = prepare(&runtimes, RuntimeKind::Python, PYTHON).await;
    println!("until Python is ready, in the background {:>19.2} ms", millis(begun.elapsed()));
    let ruby = prepare(&runtimes, RuntimeKind::Ruby, RUBY).await;
    println!("until Ruby is ready, in the background {:>21.2} ms", millis(begun.elapsed()));
    hello(&runtimes, "JavaScript", &prepare(&runtimes, RuntimeKind::NodeJs, JAVASCRIPT).await).await;
    hello(&runtimes, "Python", &python).await;
    hello(&runtimes, "Ruby", &ruby).await;
    compile(&runtimes).await;
    fib(&runtimes).await;
}

/// From the files of a package to one that can be started, in TypeScript.
async fn compile(runtimes: &Runtimes) {
    let mut compiled = Vec::new();
    for _ in 0..ROUNDS / 10 {
        let begun = Instant::now();
        prepare(runtimes, RuntimeKind::NodeJs, TYPESCRIPT).await;
        compiled.push(begun.elapsed());
    }
    report("compile a TypeScript file", compiled);
}

async fn prepare(runtimes: &Runtimes, runtime: RuntimeKind, (file, source): (&str, &str)) -> Prepared {
    let files = Arc::new(BTreeMap::from([(file.to_owned(), Arc::from(source.as_bytes()))]));
    runtimes
        .prepare(&Package { runtime, handler: "index.handler".to_owned(), files, layers: Arc::default() })
        .await
        .unwrap()
}

async fn hello(runtimes: &Runtimes, language: &str, prepared: &Prepared) {
    let (mut starts, mut processor, mut invokes, mut both, mut reused) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut written, mut linear) = (None, 0);
    for _ in 0..ROUNDS {
        let (output, mut lines) = mpsc::channel(8);
        let begun = Instant::now();
        let started = runtimes.start(prepared, settings(), TIMEOUT, output.clone()).await;
        let Started::Ready { environment, measured } = started else { panic!("hello does not start") };
        starts.push(begun.elapsed());
        processor.push(measured.cpu);
        let ready = Instant::now();
        let invoked = environment.invoke(input(), output.clone()).await;
        invokes.push(ready.elapsed());
        both.push(begun.elapsed());
        let environment = invoked.used.unwrap().rewind().await.unwrap();
        while lines.try_recv().is_ok() {}
        let again = Instant::now();
        let invoked = environment.invoke(input(), output).await;
        reused.push(again.elapsed());
        (written, linear) = (invoked.measured.dirty_pages, invoked.measured.memory_bytes);
        while lines.recv().await.is_some() {}
    }
    println!("{language}");
    report("  boot and INIT", starts);
    report("    of it the guest's processor", processor);
    report("  first event", invokes);
    report("  both", both);
    report("  event after a rewind", reused);
    println!("  {:<28} {:>15.2} MiB", "linear memory", linear as f64 / 1_048_576.0);
    if let Some(pages) = written {
        println!("  {:<28} {:>15.2} MiB", "memory that it had written", pages as f64 * 4096.0 / 1_048_576.0);
    }
}

/// The best of some rounds each, one after the other.
async fn fib(runtimes: &Runtimes) {
    let prepared = prepare(runtimes, RuntimeKind::Python, ("index.py", FIB)).await;
    let native = "python3";
    let program = format!(
        "{FIB}print(min(handler(0, 0) for _ in range({FIB_ROUNDS})))\nimport sys; print(sys.version.split()[0])"
    );
    let printed = Command::new(native).args(["-c", &program]).output();
    let mut best = f64::MAX;
    for _ in 0..FIB_ROUNDS {
        let (output, _nobody) = mpsc::channel(8);
        let started = runtimes.start(&prepared, settings(), TIMEOUT, output.clone()).await;
        let Started::Ready { environment, .. } = started else { panic!("fib does not start") };
        let Outcome::Returned(answer) = environment.invoke(input(), output).await.outcome else { panic!("fib fails") };
        best = best.min(String::from_utf8(answer).unwrap().parse().unwrap());
    }
    println!("Python fib(25), best of {FIB_ROUNDS} {best:>32.1} ms");
    match printed.map(|printed| String::from_utf8_lossy(&printed.stdout).into_owned()) {
        Ok(text) => println!("  native, time and version {:>32}", text.trim().replace('\n', " ms, ")),
        Err(error) => println!("  no native `{native}` to compare with: {error}"),
    }
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
        initialization: runtimes::Initialization::OnDemand,
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
        answers: None,
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
