//! What environments that wait hold of this machine's memory.

use crate::report::Report;
use crate::world::{World, input};
use runtimes::{Initialization, LanguageEnvironment, Prepared};
use std::fs;
use tokio::sync::mpsc;

/// Environments that wait at once.
const WAITING: usize = 200;

/// Of this process: pages that it has for itself, in KiB.
fn private_kib() -> u64 {
    let rollup = fs::read_to_string("/proc/self/smaps_rollup").unwrap_or_default();
    let field = |name: &str| {
        let line = rollup.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_whitespace().nth(1)).and_then(|number| number.parse::<u64>().ok()).unwrap_or(0)
    };
    field("Private_Dirty:") + field("Anonymous:").saturating_sub(field("Private_Dirty:"))
}

pub async fn measure(world: &World, report: &mut Report, javascript: &Prepared, python: &Prepared) {
    for (language, prepared) in [("JavaScript", javascript), ("Python", python)] {
        let after_init = waiting(world, prepared, false).await;
        let from_image = waiting(world, prepared, true).await;
        report.kib(&format!("{language}, an environment that waits after an event"), after_init);
        report.kib(&format!("{language}, the same, from a function image"), from_image);
    }
}

/// KiB of each.
async fn waiting(world: &World, prepared: &Prepared, is_restored: bool) -> f64 {
    let image = world.freeze(prepared).await;
    let (output, mut lines) = mpsc::channel(8);
    let one = async |lines: &mut mpsc::Receiver<sandbox::OutputLine>| -> LanguageEnvironment {
        let environment = match is_restored {
            true => world.restore(&image, &output).await,
            false => world.start(prepared, Initialization::OnDemand, &output).await,
        };
        let used = environment.invoke(input(), output.clone()).await.used.unwrap();
        while lines.try_recv().is_ok() {}
        used.rewind().await.unwrap()
    };
    let mut all = Vec::with_capacity(WAITING);
    all.push(one(&mut lines).await);
    let before = private_kib();
    for _ in 0..WAITING {
        all.push(one(&mut lines).await);
    }
    private_kib().saturating_sub(before) as f64 / WAITING as f64
}
