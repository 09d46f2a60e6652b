//! How long small functions take inside the process, beside peers in the same run: booting the interpreter plainly, and a bare instance of
//! wasmtime's own pool. Then the memory of environments that wait, and arithmetic in Python beside the `python3` of this machine.
//! Prints medians and 99th percentiles with their bars; exits with 1 when a bar is missed. Takes no options.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a benchmark prints")]

#[path = "hello/bare.rs"]
mod bare;
#[path = "hello/memory.rs"]
mod memory;
#[path = "hello/report.rs"]
mod report;
#[path = "hello/world.rs"]
mod world;

use report::{Report, millis};
use runtimes::{Initialization, LanguageEnvironment, Prepared, Started};
use sandbox::Outcome;
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use world::World;

const ROUNDS: usize = 1_000;
const BOOT_ROUNDS: usize = 60;
const FIB_ROUNDS: usize = 7;
/// Rounds before anything is measured: pages, stacks and threads are warm then.
const WARM_UP_ROUNDS: usize = 50;
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
    if !measure() {
        std::process::exit(1);
    }
}

/// Says whether every bar was reached.
#[tokio::main(flavor = "current_thread")]
async fn measure() -> bool {
    let mut report = Report::new();
    let begun = Instant::now();
    let world = World::new();
    println!("set up the runtimes {:>40.2} ms", millis(begun.elapsed()));
    let python = world.python(PYTHON).await;
    println!("until Python is ready, in the background {:>19.2} ms", millis(begun.elapsed()));
    let bare = report.times("bare instance of wasmtime's pool: made, called, dropped", bare::rounds(ROUNDS));
    let javascript = world.javascript(JAVASCRIPT).await;
    let times = hello(&world, &mut report, "JavaScript", &javascript).await;
    report.bar("JavaScript, new environment / booting plainly", times.new, times.boot, 1.0 / 5.0);
    report.bar("JavaScript, from a function image / bare instance", times.restored, bare, 40.0);
    report.bar("JavaScript, environment reused / new environment", times.reused, times.new, 1.0 / 4.0);
    report.ratio("JavaScript, environment reused / from a function image", times.reused, times.restored);
    let times = hello(&world, &mut report, "Python", &python).await;
    report.bar("Python, from a function image / 1 ms", times.restored, Duration::from_millis(1), 1.0);
    let ruby = world.ruby(RUBY).await;
    println!("until Ruby is ready, in the background {:>21.2} ms", millis(begun.elapsed()));
    println!("Ruby");
    let new = fresh(&world, &mut report, &ruby).await;
    report.bar("Ruby, new environment / 10 ms", new, Duration::from_millis(10), 1.0);
    memory::measure(&world, &mut report, &javascript, &python).await;
    compile(&world, &mut report).await;
    fib(&world).await;
    report.end()
}

/// Medians.
struct Times {
    boot: Duration,
    new: Duration,
    restored: Duration,
    reused: Duration,
}

async fn hello(world: &World, report: &mut Report, language: &str, prepared: &Prepared) -> Times {
    println!("{language}");
    let mut booted = Vec::new();
    for _ in 0..BOOT_ROUNDS {
        let begun = Instant::now();
        assert!(world.runtimes.boot_plainly(prepared).await, "does not boot");
        booted.push(begun.elapsed());
    }
    let boot = report.times("  booting the interpreter plainly", booted);
    let new = fresh(world, report, prepared).await;
    let restored = restored(world, report, prepared).await;
    let reused = reused(world, report, prepared).await;
    Times { boot, new, restored, reused }
}

/// A new environment: the booted interpreter mapped, INIT, the event, the answer, the end.
async fn fresh(world: &World, report: &mut Report, prepared: &Prepared) -> Duration {
    let (mut starts, mut all) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS + WARM_UP_ROUNDS {
        let (output, mut lines) = mpsc::channel(8);
        let begun = Instant::now();
        let environment = world.start(prepared, Initialization::OnDemand, &output).await;
        let started = begun.elapsed();
        drop(answered(environment, output).await);
        if round >= WARM_UP_ROUNDS {
            starts.push(started);
            all.push(begun.elapsed());
        }
        while lines.recv().await.is_some() {}
    }
    report.times("  new environment: map and INIT", starts);
    report.times("  new environment: all, with event, answer and end", all)
}

/// From the image of the function.
async fn restored(world: &World, report: &mut Report, prepared: &Prepared) -> Duration {
    let image = world.freeze(prepared).await;
    let (mut restores, mut all) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS + WARM_UP_ROUNDS {
        let (output, mut lines) = mpsc::channel(8);
        let begun = Instant::now();
        let environment = world.restore(&image, &output).await;
        let restored = begun.elapsed();
        drop(answered(environment, output).await);
        if round >= WARM_UP_ROUNDS {
            restores.push(restored);
            all.push(begun.elapsed());
        }
        while lines.recv().await.is_some() {}
    }
    report.times("  from a function image: restore", restores);
    report.times("  from a function image: all, with event, answer and end", all)
}

/// Events of one environment, each with going back to what INIT left.
async fn reused(world: &World, report: &mut Report, prepared: &Prepared) -> Duration {
    let image = world.freeze(prepared).await;
    let (output, mut lines) = mpsc::channel(8);
    let mut environment = world.restore(&image, &output).await;
    let (mut events, mut all, mut written) = (Vec::new(), Vec::new(), None);
    for round in 0..ROUNDS + WARM_UP_ROUNDS {
        let begun = Instant::now();
        let invoked = environment.invoke(world::input(), output.clone()).await;
        let answered = begun.elapsed();
        environment = invoked.used.unwrap().rewind().await.unwrap();
        if round >= WARM_UP_ROUNDS {
            events.push(answered);
            all.push(begun.elapsed());
        }
        written = invoked.measured.dirty_pages;
        while lines.try_recv().is_ok() {}
    }
    let reused = report.times("  environment reused: event and answer", events);
    report.times("  environment reused: the same, and going back", all);
    if let Some(pages) = written {
        println!("  {:<56} {:>9.2} MiB", "memory that it had written", pages as f64 * 4096.0 / 1_048_576.0);
    }
    reused
}

async fn answered(
    environment: LanguageEnvironment,
    output: mpsc::Sender<sandbox::OutputLine>,
) -> Option<runtimes::UsedEnvironment> {
    let invoked = environment.invoke(world::input(), output).await;
    assert!(matches!(invoked.outcome, Outcome::Returned(_)), "{:?}", invoked.outcome);
    invoked.used
}

/// From the files of a package to one that can be started, in TypeScript.
async fn compile(world: &World, report: &mut Report) {
    let mut compiled = Vec::new();
    for _ in 0..ROUNDS / 20 {
        let begun = Instant::now();
        world.javascript(TYPESCRIPT).await;
        compiled.push(begun.elapsed());
    }
    report.times("compile a TypeScript file", compiled);
}

/// The best of some rounds each, one after the other.
async fn fib(world: &World) {
    let prepared = world.python(("index.py", FIB)).await;
    let native = "python3";
    let program = format!(
        "{FIB}print(min(handler(0, 0) for _ in range({FIB_ROUNDS})))\nimport sys; print(sys.version.split()[0])"
    );
    let printed = Command::new(native).args(["-c", &program]).output();
    let mut best = f64::MAX;
    for _ in 0..FIB_ROUNDS {
        let (output, _nobody) = mpsc::channel(8);
        let environment = world.start(&prepared, Initialization::OnDemand, &output).await;
        let Outcome::Returned(answer) = environment.invoke(world::input(), output).await.outcome else {
            panic!("fib fails")
        };
        best = best.min(String::from_utf8(answer).unwrap().parse().unwrap());
    }
    println!("Python fib(25), best of {FIB_ROUNDS} {best:>42.1} ms");
    match printed.map(|printed| String::from_utf8_lossy(&printed.stdout).into_owned()) {
        Ok(text) => println!("  native, time and version {:>42}", text.trim().replace('\n', " ms, ")),
        Err(error) => println!("  no native `{native}` to compare with: {error}"),
    }
}

/// What a start has to be.
fn ready(started: Started) -> LanguageEnvironment {
    match started {
        Started::Ready { environment, .. } => environment,
        Started::Failed { outcome, .. } => panic!("hello does not start: {outcome:?}"),
    }
}
