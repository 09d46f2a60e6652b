use tokio::sync::mpsc;

use crate::LOG_EVENT_BYTES_MAX;
use crate::outcome::{OutputLine, Stream};

/// What standard output is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StdoutUse {
    /// Log lines.
    Log,
    /// The answer of a command.
    Answer,
}

/// The guest's output on its way to a bounded channel. A full channel makes the guest wait, so a flood costs no memory.
#[derive(Default)]
pub(crate) struct Output {
    channel: Option<mpsc::Sender<OutputLine>>,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

impl Output {
    pub(crate) fn new(channel: mpsc::Sender<OutputLine>) -> Output {
        Output { channel: Some(channel), stdout: Vec::new(), stderr: Vec::new() }
    }

    pub(crate) fn close(&mut self) {
        self.channel = None;
    }

    /// One event of text, cut only where it is longer than an event may be.
    async fn event(&self, stream: Stream, text: &[u8]) {
        let mut rest = text;
        loop {
            let (piece, more) = rest.split_at(event_cut(rest));
            self.send(stream, piece).await;
            rest = more;
            if rest.is_empty() {
                return;
            }
        }
    }

    /// Raw bytes: each line is an event; what has no end of line waits for one.
    pub(crate) async fn raw(&mut self, stream: Stream, bytes: &[u8]) {
        let mut kept = std::mem::take(self.pending(stream));
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            kept.extend_from_slice(&rest[..end]);
            self.event(stream, &kept).await;
            kept.clear();
            rest = &rest[end + 1..];
        }
        kept.extend_from_slice(rest);
        while kept.len() > LOG_EVENT_BYTES_MAX {
            let more = kept.split_off(event_cut(&kept));
            self.send(stream, &kept).await;
            kept = more;
        }
        *self.pending(stream) = kept;
    }

    pub(crate) async fn flush(&mut self) {
        for stream in [Stream::Stdout, Stream::Stderr] {
            let kept = std::mem::take(self.pending(stream));
            if !kept.is_empty() {
                self.event(stream, &kept).await;
            }
        }
    }

    fn pending(&mut self, stream: Stream) -> &mut Vec<u8> {
        match stream {
            Stream::Stdout => &mut self.stdout,
            Stream::Stderr => &mut self.stderr,
        }
    }

    pub(super) async fn send(&self, stream: Stream, text: &[u8]) {
        if let Some(channel) = &self.channel {
            let text = String::from_utf8_lossy(text).into_owned();
            // Nobody reads any more: the lines have nowhere to go.
            let _ = channel.send(OutputLine { stream, text }).await;
        }
    }
}

/// Where to cut so that an event is not too long and no character is torn.
pub(super) fn event_cut(text: &[u8]) -> usize {
    if text.len() <= LOG_EVENT_BYTES_MAX {
        return text.len();
    }
    let is_start = |index: &usize| text[*index] & 0xC0 != 0x80;
    (LOG_EVENT_BYTES_MAX - 3..=LOG_EVENT_BYTES_MAX).rev().find(is_start).unwrap_or(LOG_EVENT_BYTES_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_event_is_cut_between_characters() {
        let mut text = vec![b'x'; LOG_EVENT_BYTES_MAX - 1];
        text.extend_from_slice("é!".as_bytes());
        assert_eq!(event_cut(&text), LOG_EVENT_BYTES_MAX - 1);
        assert_eq!(event_cut(b"short"), 5);
    }
}
