//! Images of a whole environment: environments go on from where another one was, as SnapStart's do.
//!
//! A base image is memory and globals. A frozen one has files, descriptors and the age of the monotonic clock as well, so a program may
//! have done anything before: what it wrote to `/tmp` is there, what it had open is open. The state that its environments go back to
//! after a run is the image itself, and all of them have it in common. The wall clock, random bytes and output are the host's and new;
//! what a program has drawn from them is in its memory and the same in all, unless it draws again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::config::Limits;
use crate::environment::{Environment, Started, stop_outcome, store_of};
use crate::host::Host;
use crate::image::Image;
use crate::kept::Kept;
use crate::mapping::MemoryImage;
use crate::meter::thread_cpu;
use crate::outcome::Measured;
use crate::pool::Sandbox;
use crate::snapshot::{CaptureError, State};

/// What an image of a whole environment has beside memory and globals.
pub(crate) struct Frozen {
    /// What its environments go back to, with the files and descriptors that they begin with.
    pub(crate) kept: Arc<Kept>,
    /// How far the monotonic clock had come: for its environments it goes on from there.
    age: Duration,
}

impl Environment {
    /// An image whose environments go on from where this one is now. Copies all of its memory that is not zero: call it where blocking
    /// is fine.
    ///
    /// # Errors
    /// When the environment's image has no state, and when the new one would be of more than `bytes_max`.
    pub fn freeze(mut self, bytes_max: usize) -> Result<Image, CaptureError> {
        let state = self.image.state.clone().ok_or(CaptureError::Stateless)?;
        let memory_bytes = self.check_size(bytes_max)?;
        let frozen = state.freeze(&self.instance, &mut self.store, |globals, host| {
            let kept = Arc::new(Kept::all_in_image(memory_bytes, globals.to_vec(), host.wasi.clone()));
            Frozen { kept, age: host.started.elapsed() }
        })?;
        Ok(Image { pre: self.image.pre.clone(), state: Some(Arc::new(frozen)) })
    }

    /// Answers the size of linear memory.
    fn check_size(&mut self, limit: usize) -> Result<usize, CaptureError> {
        let memory = self.instance.get_memory(&mut self.store, "memory").ok_or(CaptureError::Stateless)?;
        let memory = memory.data(&self.store);
        let files = usize::try_from(self.store.data().wasi.file_bytes()).unwrap_or(usize::MAX);
        match MemoryImage::bytes_used_by(memory).saturating_add(files) {
            bytes if bytes > limit => Err(CaptureError::TooLarge { bytes, limit }),
            _ => Ok(memory.len()),
        }
    }
}

impl Sandbox {
    /// Makes an environment of an image by [`Environment::freeze`].
    pub async fn restore(&self, image: &Image, limits: &Limits) -> Started {
        let state = image.state.as_ref();
        let Some((state, frozen)) = state.and_then(|state| Some((state, state.frozen.as_ref()?))) else {
            let error = wasmtime::format_err!("the image is none of a whole environment");
            return Started::Failed { outcome: stop_outcome(&error), measured: Measured::default() };
        };
        let now = Instant::now();
        let mut host = Host::silent(limits, frozen.kept.wasi().clone(), now);
        host.started = now.checked_sub(frozen.age).unwrap_or(now);
        self.go_on(image, state, host, (limits, Some(&frozen.kept))).await
    }

    /// An environment that begins where `state` says. No code of the guest runs, so it is made here and now, and takes some microseconds.
    pub(crate) async fn go_on(
        &self,
        image: &Image,
        state: &State,
        host: Host,
        (limits, kept): (&Limits, Option<&Arc<Kept>>),
    ) -> Started {
        let (begun, cpu) = (Instant::now(), thread_cpu());
        let mut store = store_of(image, host);
        let restored = state.restore(image, &mut store).await;
        let memory_bytes = store.data().limiter.high_water();
        let (duration, cpu) = (begun.elapsed(), thread_cpu().saturating_sub(cpu));
        let measured = Measured { duration, cpu, memory_bytes, ..Measured::default() };
        match restored {
            Ok(instance) => {
                store.data_mut().end();
                let kept = kept.map(Arc::clone);
                let environment = Environment::new(self.clone(), image.clone(), (instance, store), limits, kept);
                Started::Ready { environment, measured }
            }
            Err(error) => Started::Failed { outcome: stop_outcome(&error), measured },
        }
    }
}
