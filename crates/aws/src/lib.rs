//! The AWS wire protocols: who signed a request, which operation it is, and the answer in AWS's own form.
//!
//! Reading order: [`Endpoint`] (one request), `sigv4` (signatures), `lambda` (functions; its tables are made from botocore's model),
//! `logs` (what functions wrote), `sqs` (queues), `sts` (who am I), `error` (refusals). Nothing here is silently ignored: a service, an operation or a setting that is not
//! simulated is refused by its name.

mod admit;
mod error;
mod lambda;
mod logs;
mod sigv4;
mod sqs;
mod sts;

use async_trait::async_trait;

pub use admit::{Admitted, Endpoint, Local, Signer};
pub use error::{from_another_site, too_large};
pub use lambda::brings_package;
pub use sigv4::is_signed;

/// An answer, ready to be sent.
pub type Answer = http::Response<Body>;

/// What an answer holds.
pub enum Body {
    /// All of it.
    Whole(Vec<u8>),
    /// It comes as the function gives it.
    Frames(Box<dyn Frames>),
}

/// The bytes of an answer, piece by piece.
#[async_trait]
pub trait Frames: Send {
    /// The next bytes; nothing when there are no more.
    async fn next(&mut self) -> Option<Vec<u8>>;
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Whole(bytes)
    }
}
