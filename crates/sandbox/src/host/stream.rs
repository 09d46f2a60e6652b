//! An answer in pieces, which its reader has while the guest goes on.

use tokio::sync::mpsc;

use super::Stop;
use crate::outcome::AnswerPart;
use crate::{RESPONSE_BYTES_MAX, STREAM_BYTES_MAX};

/// Where an answer in pieces goes, if anywhere, and its beginning, which is kept.
#[derive(Default)]
pub(crate) struct AnswerStream {
    channel: Option<mpsc::Sender<AnswerPart>>,
    has_begun: bool,
    bytes: u64,
    kept: Vec<u8>,
}

impl AnswerStream {
    /// For one call. Without a reader the answer is put together, and may be no larger than one that comes as a whole.
    pub(crate) fn to(channel: Option<mpsc::Sender<AnswerPart>>) -> AnswerStream {
        AnswerStream { channel, ..AnswerStream::default() }
    }

    /// The answer begins; what is said of it later is too late.
    pub(crate) async fn begin(&mut self, content_type: String) {
        if std::mem::replace(&mut self.has_begun, true) {
            return;
        }
        if let Some(channel) = &self.channel {
            // Who has gone needs no answer; the guest goes on, as on Lambda.
            let _ = channel.send(AnswerPart::Begin { content_type }).await;
        }
    }

    /// The next piece. A full channel makes the guest wait.
    pub(crate) async fn write(&mut self, piece: Vec<u8>) -> Result<(), Stop> {
        self.bytes += piece.len() as u64;
        let bytes_max = if self.channel.is_some() { STREAM_BYTES_MAX } else { RESPONSE_BYTES_MAX as u64 };
        if self.bytes > bytes_max {
            return Err(Stop::ResponseTooLarge { bytes: self.bytes });
        }
        let room = RESPONSE_BYTES_MAX - self.kept.len();
        self.kept.extend_from_slice(&piece[..piece.len().min(room)]);
        if let Some(channel) = &self.channel {
            let _ = channel.send(AnswerPart::Bytes(piece)).await;
        }
        Ok(())
    }

    /// What was kept of the answer, if it came in pieces; the channel is let go.
    pub(crate) fn end(&mut self) -> Option<Vec<u8>> {
        let AnswerStream { has_begun, kept, .. } = std::mem::take(self);
        has_begun.then_some(kept)
    }
}
