//! The function's environments as this page knows them, on the server's clock.

use api::environment::{EnvironmentEvent, Lanes};

/// Lanes, and how far the server's clock is ahead of this page's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environments {
    /// One for each environment.
    pub lanes: Lanes,
    ahead_us: i64,
}

impl Environments {
    /// What the server sent takes the place of what the page has. `page_us` is the page's clock.
    pub fn replace(&mut self, lanes: Lanes, now_us: u64, page_us: i64) {
        *self = Self { lanes, ahead_us: signed(now_us).saturating_sub(page_us) };
    }

    /// Takes in what happened. What the server has seen is never in the future.
    pub fn fold(&mut self, event: EnvironmentEvent, page_us: i64) {
        self.ahead_us = self.ahead_us.max(signed(event.at_us).saturating_sub(page_us));
        self.lanes.fold(event);
    }

    /// Now, on the server's clock.
    #[must_use]
    pub fn now_us(&self, page_us: i64) -> u64 {
        u64::try_from(page_us.saturating_add(self.ahead_us)).unwrap_or(0)
    }
}

fn signed(us: u64) -> i64 {
    i64::try_from(us).unwrap_or(i64::MAX)
}

/// The page's clock in microseconds; there is none on the server, where nothing is live.
#[must_use]
pub fn page_us() -> i64 {
    #[cfg(feature = "hydrate")]
    {
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are far below 2^53")]
        let ms = js_sys::Date::now() as i64;
        ms.saturating_mul(1_000)
    }
    #[cfg(not(feature = "hydrate"))]
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::environment::{EnvironmentChange, EnvironmentId};

    #[test]
    fn the_servers_clock_goes_on_between_messages_and_never_back() {
        let mut environments = Environments::default();
        environments.replace(Lanes::default(), 5_000, 1_000_000);
        assert_eq!(environments.now_us(1_000_500), 5_500);
        let event = |at_us| EnvironmentEvent { environment: EnvironmentId(1), at_us, change: EnvironmentChange::Idle };
        environments.fold(event(6_000), 1_000_600);
        assert_eq!(environments.now_us(1_000_600), 6_000);
        environments.fold(event(6_100), 1_001_000);
        assert_eq!(environments.now_us(1_001_000), 6_400);
    }
}
