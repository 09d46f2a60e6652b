//! What is printed, and whether the bars were reached.

use std::time::Duration;

pub struct Report {
    missed: Vec<String>,
}

impl Report {
    pub fn new() -> Report {
        println!("load average at the beginning: {}", load());
        Report { missed: Vec::new() }
    }

    /// Answers the median.
    pub fn times(&mut self, what: &str, mut times: Vec<Duration>) -> Duration {
        times.sort();
        let (middle, late) = (times[times.len() / 2], times[times.len() * 99 / 100]);
        println!("{what:<58} median {:>8.4} ms   p99 {:>8.4} ms", millis(middle), millis(late));
        middle
    }

    pub fn kib(&mut self, what: &str, kib: f64) {
        println!("{what:<58} {kib:>8.0} KiB");
    }

    /// One as a multiple of another, which may be `most` at the most.
    pub fn bar(&mut self, what: &str, one: Duration, other: Duration, most: f64) {
        let ratio = one.as_secs_f64() / other.as_secs_f64();
        let is_reached = ratio <= most;
        println!("{} {what}: {ratio:.3}, at most {most:.3}", if is_reached { "reached" } else { "MISSED " });
        if !is_reached {
            self.missed.push(what.to_owned());
        }
    }

    /// The same without a bar.
    pub fn ratio(&self, what: &str, one: Duration, other: Duration) {
        println!("        {what}: {:.3}", one.as_secs_f64() / other.as_secs_f64());
    }

    /// Says whether every bar was reached.
    pub fn end(self) -> bool {
        println!("load average at the end: {}", load());
        self.missed.is_empty()
    }
}

fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().unwrap_or("unknown").to_owned()
}

pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
