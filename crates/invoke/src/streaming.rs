//! An answer that its caller reads while the function gives it.

use crate::accept::Answer;
use api::error::ApiError;
use api::id::RunId;
use api::lambda::AnswerPiece;
use sandbox::AnswerPart;
use std::future::Future;
use std::pin::Pin;
use tokio::sync::mpsc;

/// Pieces between the guest and its caller; a guest that is ahead by more waits.
const PIECES_MAX: usize = 8;

type Ended = Pin<Box<dyn Future<Output = Result<Answer, ApiError>> + Send>>;

/// Where the guest puts the pieces.
pub(crate) type Sender = mpsc::Sender<AnswerPart>;

/// A run whose answer is read as it comes. Dropping this ends nothing: the function goes on, as on Lambda.
pub struct Streaming {
    run: RunId,
    parts: mpsc::Receiver<AnswerPart>,
    ended: Ended,
    answer: Option<Result<Answer, ApiError>>,
}

/// What a caller who reads along gets next.
#[derive(Debug)]
pub enum Received {
    /// A piece.
    Piece(AnswerPiece),
    /// There is no more. A function that does not answer in pieces has its whole answer here.
    End(Answer),
}

/// Both ends for the pieces of one answer.
pub(crate) fn pieces() -> (Sender, mpsc::Receiver<AnswerPart>) {
    mpsc::channel(PIECES_MAX)
}

impl Streaming {
    pub(crate) fn new(run: RunId, parts: mpsc::Receiver<AnswerPart>, ended: Ended) -> Self {
        Self { run, parts, ended, answer: None }
    }

    /// The request id, which the function saw too.
    #[must_use]
    pub fn run(&self) -> &RunId {
        &self.run
    }

    /// Waits for what comes next; after [`Received::End`] it is that again.
    ///
    /// # Errors
    /// When the run could not be recorded, or the server is stopping.
    pub async fn next(&mut self) -> Result<Received, ApiError> {
        loop {
            tokio::select! {
                biased;
                Some(part) = self.parts.recv() => return Ok(Received::Piece(piece_of(part))),
                answer = &mut self.ended, if self.answer.is_none() => self.answer = Some(answer),
                else => break,
            }
        }
        match &self.answer {
            Some(answer) => answer.clone().map(Received::End),
            None => Err(crate::admission::stopping()),
        }
    }
}

fn piece_of(part: AnswerPart) -> AnswerPiece {
    match part {
        AnswerPart::Begin { content_type } => AnswerPiece::Begin { content_type },
        AnswerPart::Bytes(bytes) => AnswerPiece::Bytes(bytes),
    }
}
