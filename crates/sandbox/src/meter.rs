//! The processor share: a bandwidth controller as Linux has for control groups, and the measurement of what was used.
//!
//! A guest yields at each epoch tick. Its time is charged to a quota of each 20 ms period; when the quota is used up the
//! guest is not polled before a period in which it has some again. What a slice took too much is paid back later, so the
//! share holds although a tick is coarse.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

const PERIOD: Duration = Duration::from_millis(20);
const FULL_SHARE_MILLIS: u32 = 1000;

/// The quota of one guest. Pure: it is told what was used and when.
pub(crate) struct Bandwidth {
    quota: Duration,
    period_start: Instant,
    used: Duration,
}

impl Bandwidth {
    pub(crate) fn new(share_millis: u32, now: Instant) -> Bandwidth {
        let share = share_millis.clamp(1, FULL_SHARE_MILLIS);
        Bandwidth { quota: PERIOD * share / FULL_SHARE_MILLIS, period_start: now, used: Duration::ZERO }
    }

    /// Charges `used`; answers when the guest may run again if it has nothing left now.
    pub(crate) fn charge(&mut self, used: Duration, now: Instant) -> Option<Instant> {
        if self.quota >= PERIOD {
            return None;
        }
        let periods = whole_periods(now.saturating_duration_since(self.period_start), PERIOD);
        self.period_start += PERIOD * periods;
        self.used = self.used.saturating_sub(self.quota.saturating_mul(periods)) + used;
        let owed = whole_periods(self.used, self.quota);
        (owed > 0).then(|| self.period_start + PERIOD * owed)
    }
}

fn whole_periods(span: Duration, period: Duration) -> u32 {
    u32::try_from(span.as_nanos() / period.as_nanos().max(1)).unwrap_or(u32::MAX / 2)
}

/// A guest's future under its bandwidth, with what it used.
pub(crate) struct Metered<'a, T> {
    inner: Pin<Box<dyn Future<Output = T> + Send + 'a>>,
    bandwidth: Bandwidth,
    pause: Option<Pause>,
    pub(crate) cpu: Duration,
    pub(crate) throttled: Duration,
}

struct Pause {
    since: Instant,
    sleep: Pin<Box<tokio::time::Sleep>>,
}

impl<'a, T> Metered<'a, T> {
    pub(crate) fn new(share_millis: u32, inner: impl Future<Output = T> + Send + 'a) -> Self {
        let bandwidth = Bandwidth::new(share_millis, Instant::now());
        Metered { inner: Box::pin(inner), bandwidth, pause: None, cpu: Duration::ZERO, throttled: Duration::ZERO }
    }

    /// What was used, also when the guest was stopped in a pause.
    pub(crate) fn usage(&self) -> (Duration, Duration) {
        let paused = self.pause.as_ref().map_or(Duration::ZERO, |pause| pause.since.elapsed());
        (self.cpu, self.throttled + paused)
    }

    fn poll_pause(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(pause) = &mut self.pause else { return Poll::Ready(()) };
        if pause.sleep.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        self.throttled += pause.since.elapsed();
        self.pause = None;
        Poll::Ready(())
    }
}

impl<T> Future for Metered<'_, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        let this = &mut *self;
        if this.poll_pause(cx).is_pending() {
            return Poll::Pending;
        }
        let before = thread_cpu();
        let polled = this.inner.as_mut().poll(cx);
        let used = thread_cpu().saturating_sub(before);
        this.cpu += used;
        let now = Instant::now();
        if polled.is_pending()
            && let Some(resume) = this.bandwidth.charge(used, now)
        {
            this.pause = Some(Pause { since: now, sleep: Box::pin(tokio::time::sleep_until(resume.into())) });
            if this.poll_pause(cx).is_ready() {
                cx.waker().wake_by_ref();
            }
        }
        polled
    }
}

/// Processor time of this thread: another process that takes the processor is not charged to the guest.
pub(crate) fn thread_cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_quarter_share_runs_five_of_twenty_milliseconds() {
        let start = Instant::now();
        let mut bandwidth = Bandwidth::new(250, start);
        assert_eq!(bandwidth.charge(4 * MS, start + 4 * MS), None);
        assert_eq!(bandwidth.charge(MS, start + 5 * MS), Some(start + 20 * MS));
    }

    #[test]
    fn an_overrun_is_paid_back_in_later_periods() {
        let start = Instant::now();
        let mut bandwidth = Bandwidth::new(50, start);
        assert_eq!(bandwidth.charge(3 * MS, start + 3 * MS), Some(start + 60 * MS));
    }

    #[test]
    fn sleeping_does_not_save_up() {
        let start = Instant::now();
        let mut bandwidth = Bandwidth::new(50, start);
        assert_eq!(bandwidth.charge(MS, start + 1000 * MS), Some(start + 1020 * MS));
    }

    #[test]
    fn a_full_share_is_never_paused() {
        let start = Instant::now();
        assert_eq!(Bandwidth::new(1000, start).charge(50 * MS, start + 50 * MS), None);
    }

    #[test]
    fn the_share_holds_over_a_long_run() {
        for share in [1, 72, 144, 289, 578, 999] {
            let start = Instant::now();
            let mut bandwidth = Bandwidth::new(share, start);
            let (mut now, mut used) = (start, Duration::ZERO);
            while now < start + 60_000 * MS {
                now += MS;
                used += MS;
                now = bandwidth.charge(MS, now).unwrap_or(now);
            }
            let got = used.as_secs_f64() / (now - start).as_secs_f64() * 1000.0;
            // A tick at the edge of two periods is charged to the later one, so a nearly whole share loses a tick.
            assert!((got - f64::from(share)).abs() < 2.0 + f64::from(share) * 0.03, "share {share} got {got}");
        }
    }
}
