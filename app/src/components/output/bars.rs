//! The layout of the timeline: where each bar is, in thousandths of the width, wide enough to be seen.

use api::event::{Segment, SegmentKind};

/// Width of the drawing, in its own units.
pub const WIDTH: u64 = 1_000;
/// Narrowest bar: 2 px on a drawing that is 500 px wide or wider.
pub const BAR_WIDTH_MIN: u64 = 4;

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What the time went into.
    pub kind: SegmentKind,
    /// When it began, in microseconds from the request.
    pub start_us: u64,
    /// How long it took.
    pub duration_us: u64,
    /// Its left edge.
    pub x: u64,
    /// Its width.
    pub width: u64,
    /// Whether it is drawn wider than it is.
    pub is_widened: bool,
}

/// Bars in order of time, on one scale.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bars {
    /// They.
    pub bars: Vec<Bar>,
    /// The end of the last one, in microseconds from the request.
    pub total_us: u64,
}

impl Bars {
    /// Lays out `segments`.
    #[must_use]
    pub fn layout(segments: &[Segment]) -> Self {
        let mut segments = segments.to_vec();
        segments.sort_by_key(|segment| (segment.start_us, segment.duration_us));
        let end = |segment: &Segment| segment.start_us.saturating_add(segment.duration_us);
        let total_us = segments.iter().map(end).max().unwrap_or(0);
        let bars = segments.iter().map(|segment| bar_of(segment, total_us.max(1))).collect();
        Self { bars, total_us }
    }

    /// Whether some bar is drawn wider than it is.
    #[must_use]
    pub fn any_widened(&self) -> bool {
        self.bars.iter().any(|bar| bar.is_widened)
    }
}

fn bar_of(segment: &Segment, total_us: u64) -> Bar {
    let scaled = |us: u64| u64::try_from(u128::from(us) * u128::from(WIDTH) / u128::from(total_us)).unwrap_or(WIDTH);
    let exact = scaled(segment.duration_us);
    let width = exact.max(BAR_WIDTH_MIN);
    let x = scaled(segment.start_us).min(WIDTH - width);
    let Segment { kind, start_us, duration_us } = *segment;
    Bar { kind, start_us, duration_us, x, width, is_widened: exact < BAR_WIDTH_MIN }
}

/// A time span as a person reads it: `850 µs`, `12.30 ms`, `3.00 s`.
#[must_use]
pub fn span(us: u64) -> String {
    match us {
        0..1_000 => format!("{us} µs"),
        1_000..1_000_000 => format!("{}.{:02} ms", us / 1_000, us % 1_000 / 10),
        _ => format!("{}.{:02} s", us / 1_000_000, us % 1_000_000 / 10_000),
    }
}

/// What the screen calls a kind of time.
#[must_use]
pub fn kind_label(kind: SegmentKind) -> &'static str {
    match kind {
        SegmentKind::Queue => "Waiting",
        SegmentKind::Init => "INIT",
        SegmentKind::Restore => "RESTORE",
        SegmentKind::Invoke => "Handler",
    }
}

/// What happens in that time, in a sentence.
#[must_use]
pub fn kind_explanation(kind: SegmentKind) -> &'static str {
    match kind {
        SegmentKind::Queue => "Waiting for a free environment. Not billed.",
        SegmentKind::Init => "Cold start: starting the language runtime and loading the code.",
        SegmentKind::Restore => {
            "Cold start from the version's image: what INIT left when it was deployed is mapped. Billed."
        }
        SegmentKind::Invoke => "The handler ran. Billed.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(kind: SegmentKind, start_us: u64, duration_us: u64) -> Segment {
        Segment { kind, start_us, duration_us }
    }

    #[test]
    fn bars_fill_the_width_in_order_of_time() {
        let bars = Bars::layout(&[
            segment(SegmentKind::Invoke, 250_000, 750_000),
            segment(SegmentKind::Queue, 0, 100_000),
            segment(SegmentKind::Init, 100_000, 150_000),
        ]);
        let drawn: Vec<_> = bars.bars.iter().map(|bar| (bar.kind, bar.x, bar.width, bar.is_widened)).collect();
        assert_eq!(
            drawn,
            [
                (SegmentKind::Queue, 0, 100, false),
                (SegmentKind::Init, 100, 150, false),
                (SegmentKind::Invoke, 250, 750, false)
            ]
        );
        assert_eq!(bars.total_us, 1_000_000);
    }

    #[test]
    fn a_bar_too_short_to_see_is_widened_and_stays_inside() {
        let bars =
            Bars::layout(&[segment(SegmentKind::Invoke, 0, 900_000_000), segment(SegmentKind::Queue, 900_000_000, 1)]);
        let last = bars.bars.last().map(|bar| (bar.x, bar.width, bar.is_widened));
        assert_eq!(last, Some((996, 4, true)));
        assert!(bars.any_widened());
    }

    #[test]
    fn nothing_and_zero_length_have_a_layout() {
        assert_eq!(Bars::layout(&[]), Bars::default());
        let bars = Bars::layout(&[segment(SegmentKind::Queue, 0, 0)]);
        assert_eq!(bars.bars.first().map(|bar| (bar.x, bar.width)), Some((0, 4)));
        assert_eq!(Bars::layout(&[segment(SegmentKind::Init, u64::MAX, u64::MAX)]).bars.len(), 1);
    }

    #[test]
    fn spans_are_readable() {
        let spans: Vec<_> = [0, 999, 1_000, 12_345, 999_999, 1_000_000, 3_000_000].into_iter().map(span).collect();
        assert_eq!(spans, ["0 µs", "999 µs", "1.00 ms", "12.34 ms", "999.99 ms", "1.00 s", "3.00 s"]);
    }
}
