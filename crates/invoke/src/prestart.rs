//! Environments in advance.

use crate::Inner;
use crate::package::settings_of;
use crate::pool::{ContentKey, Place, Ready};
use api::config::FunctionConfig;
use api::run::RunSummary;
use runtimes::{EnvironmentSettings, Prepared, Started};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// As for INIT in a run. What takes longer is left to the run, where it is logged.
const INIT_TIMEOUT: Duration = Duration::from_secs(10);

impl Inner {
    /// After a run: makes environments until enough are ready for the next ones.
    pub(crate) fn prestart(self: &Arc<Self>, key: &ContentKey, summary: &RunSummary, config: &FunctionConfig) {
        if self.is_stopping() {
            return;
        }
        while let Some((place, prepared)) = self.pool.place(key) {
            let settings = settings_of(&summary.function, summary.target, config, self.today(&key.account));
            let inner = Arc::clone(self);
            self.tasks.spawn(async move { inner.fill(place, prepared, settings).await });
        }
    }

    async fn fill(&self, place: Place, prepared: Prepared, settings: EnvironmentSettings) {
        // The semaphore is never closed.
        let Ok(_turn) = self.pool.prestarts.acquire().await else { return };
        if self.is_stopping() || !place.is_wanted() {
            return;
        }
        // What INIT writes in advance belongs to no run. Nobody listens, so nothing waits.
        let (output, _) = mpsc::channel(1);
        match self.runtimes.start(&prepared, settings, INIT_TIMEOUT, output).await {
            Started::Ready { environment, measured } => {
                place.fill(Ready { environment, measured }, self.clock.monotonic());
            }
            Started::Failed { outcome, .. } => {
                tracing::debug!(?outcome, "INIT in advance failed; the next run starts cold");
            }
        }
    }
}
