//! The layout of environments' lanes, and their words.

use super::bars::span;
use super::text::counted;
use api::environment::{Lane, Phase};
use api::run::Target;

/// Width of a lane, in its own units.
pub const WIDTH: u64 = 1_000;
/// Narrowest mark of INIT and of a run, so that it is seen.
const MARK_WIDTH_MIN: u64 = 5;

/// A part of a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// What the environment did.
    pub phase: Phase,
    /// Left edge.
    pub x: u64,
    /// Width.
    pub width: u64,
}

/// The lane from `window_us` before `now_us` until then.
#[must_use]
pub fn marks(lane: &Lane, now_us: u64, window_us: u64) -> Vec<Mark> {
    let spans = lane.spans.iter().filter(|span| span.end_us.is_none_or(|end| end.saturating_add(window_us) > now_us));
    let mark = |span: &api::environment::Span| {
        let x = place(span.start_us, now_us, window_us);
        let end = place(span.end_us.unwrap_or(now_us), now_us, window_us);
        let least = if span.phase == Phase::Idle { 0 } else { MARK_WIDTH_MIN };
        let width = (end - x.min(end)).max(least);
        Mark { phase: span.phase, x: x.min(WIDTH - width), width }
    };
    spans.map(mark).collect()
}

/// Where the environment's end is, if it is in the window.
#[must_use]
pub fn end_mark(lane: &Lane, now_us: u64, window_us: u64) -> Option<u64> {
    let end = lane.spans.back()?.end_us?;
    (lane.gone.is_some() && end.saturating_add(window_us) > now_us).then(|| place(end, now_us, window_us))
}

fn place(at_us: u64, now_us: u64, window_us: u64) -> u64 {
    let before = now_us.saturating_sub(at_us).min(window_us);
    let scaled = u128::from(window_us - before) * u128::from(WIDTH) / u128::from(window_us.max(1));
    u64::try_from(scaled).unwrap_or(WIDTH)
}

/// What the screen calls a phase.
#[must_use]
pub fn phase_label(phase: Phase) -> &'static str {
    match phase {
        Phase::Init => "INIT",
        Phase::Restore => "RESTORE",
        Phase::Busy => "Busy",
        Phase::Idle => "Idle",
    }
}

/// The code that the environment was made for.
#[must_use]
pub fn code_label(target: Target) -> String {
    match target {
        Target::Draft => "Draft".to_owned(),
        Target::Latest => "Deployed".to_owned(),
        Target::Version(number) => format!("Version {number}"),
    }
}

/// What it does now and for how long, or why and when it ended.
#[must_use]
pub fn now_label(lane: &Lane, now_us: u64) -> String {
    let Some(last) = lane.spans.back() else { return String::new() };
    match lane.gone {
        Some(why) => {
            let ago = now_us.saturating_sub(last.end_us.unwrap_or(last.start_us));
            format!("Gone: {}, {} ago", why.label(), whole(ago))
        }
        None => format!("{} for {}", phase_label(last.phase), whole(now_us.saturating_sub(last.start_us))),
    }
}

/// The lane in words: what the drawing shows.
#[must_use]
pub fn words(lane: &Lane, now_us: u64) -> String {
    let total = |phase: Phase| -> u64 {
        let of_phase = lane.spans.iter().filter(|span| span.phase == phase);
        of_phase.map(|span| span.end_us.unwrap_or(now_us).saturating_sub(span.start_us)).sum()
    };
    let made = [Phase::Init, Phase::Restore].into_iter().find(|made| lane.spans.iter().any(|span| span.phase == *made));
    let made = made.map(|phase| format!("{} {}, ", phase_label(phase), span(total(phase)))).unwrap_or_default();
    format!(
        "Environment {}: {made}{}, busy {}, idle {}. {}",
        lane.environment.0,
        counted(lane.runs, "run", "runs"),
        span(total(Phase::Busy)),
        whole(total(Phase::Idle)),
        now_label(lane, now_us),
    )
}

/// A time as words need it: `12 s`, `3 min`.
fn whole(us: u64) -> String {
    match us / 1_000_000 {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds => format!("{} min", seconds / 60),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use api::environment::{EnvironmentId, Gone, Span};
    use api::id::RunId;

    fn lane(gone: Option<Gone>) -> Lane {
        let span = |phase, start_us, end_us| Span { phase, start_us, end_us };
        let end = gone.map(|_| 9_000_000);
        Lane {
            environment: EnvironmentId(3),
            target: Target::Draft,
            spans: [
                span(Phase::Init, 1_000_000, Some(1_020_000)),
                span(Phase::Busy, 1_020_000, Some(6_000_000)),
                span(Phase::Idle, 6_000_000, end),
            ]
            .into(),
            runs: 1,
            provisioned: false,
            last_run: Some(RunId::parse("8f1c0000-0000-4000-8000-000000000000").unwrap()),
            gone,
        }
    }

    fn drawn(now_us: u64, window_us: u64) -> Vec<(Phase, u64, u64)> {
        marks(&lane(None), now_us, window_us).into_iter().map(|mark| (mark.phase, mark.x, mark.width)).collect()
    }

    #[test]
    fn a_lane_moves_out_of_the_window() {
        assert_eq!(
            drawn(10_000_000, 10_000_000),
            [(Phase::Init, 100, 5), (Phase::Busy, 102, 498), (Phase::Idle, 600, 400)]
        );
        assert_eq!(drawn(12_000_000, 10_000_000), [(Phase::Busy, 0, 400), (Phase::Idle, 400, 600)]);
        assert_eq!(drawn(90_000_000, 10_000_000), [(Phase::Idle, 0, 1_000)]);
    }

    #[test]
    fn a_server_younger_than_the_window_has_lanes() {
        assert_eq!(drawn(6_000_000, 60_000_000)[2], (Phase::Idle, 1_000, 0));
        assert_eq!(end_mark(&lane(None), 10_000_000, 10_000_000), None);
        assert_eq!(end_mark(&lane(Some(Gone::Unused)), 10_000_000, 10_000_000), Some(900));
        assert_eq!(end_mark(&lane(Some(Gone::Unused)), 30_000_000, 10_000_000), None);
    }

    #[test]
    fn words_say_what_the_drawing_shows() {
        let idle = "Environment 3: INIT 20.00 ms, 1 run, busy 4.98 s, idle 4 s. Idle for 4 s";
        assert_eq!(words(&lane(None), 10_000_000), idle);
        let gone = words(&lane(Some(Gone::TimedOut)), 200_000_000);
        assert!(gone.ends_with("idle 3 s. Gone: timed out, 3 min ago"), "{gone}");
    }
}
