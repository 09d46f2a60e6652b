//! Who waits for a queue is woken by a counter. There is a fixed number of counters, which queues share: waking one receiver too
//! many costs a look, and no memory grows with the number of queues that anybody ever asked for.

use api::sqs::QueueArn;
use std::hash::{DefaultHasher, Hash, Hasher};
use tokio::sync::watch;

/// How many counters there are.
const WAKERS: usize = 256;

#[derive(Debug)]
pub(super) struct Wakers(Vec<watch::Sender<u64>>);

impl Default for Wakers {
    fn default() -> Self {
        Self((0..WAKERS).map(|_| watch::Sender::new(0)).collect())
    }
}

impl Wakers {
    /// The counter of a queue.
    pub(super) fn of(&self, queue: &QueueArn) -> &watch::Sender<u64> {
        let mut hasher = DefaultHasher::new();
        queue.hash(&mut hasher);
        let place = usize::try_from(hasher.finish() % WAKERS as u64).unwrap_or(0);
        &self.0[place]
    }

    pub(super) fn wake(&self, queue: &QueueArn) {
        self.of(queue).send_modify(|count| *count = count.wrapping_add(1));
    }
}
