//! Asking the compiler's process.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::pin::{Pin, pin};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::{Sleep, sleep};

use crate::{Compiled, Fault, SOURCE_BYTES_MAX, SOURCES_BYTES_MAX, Source, wire};

/// Processes at once: one hostile package does not keep the others waiting.
const PROCESSES_MAX: usize = 2;
/// What one process may answer, in bytes.
const ANSWER_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// How to start the compiler. Clones share the limit of processes.
#[derive(Clone, Debug)]
pub struct Compiler {
    program: PathBuf,
    arguments: Vec<OsString>,
    timeout: Duration,
    permits: Arc<Semaphore>,
}

/// The compiler cannot be asked: a fault of this machine, not of the source.
#[derive(Debug, thiserror::Error)]
pub enum CompilerError {
    /// No process.
    #[error("typescript compiler `{program}` cannot be started")]
    Start {
        /// The program.
        program: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// What one process made of its files.
struct Answer {
    compiled: Vec<Compiled>,
    /// Why it went no further, if it did not.
    cut: Option<String>,
}

impl Compiler {
    /// `program` with `arguments` calls [`crate::serve`] and ends. A package may take `timeout`.
    #[must_use]
    pub fn new(program: PathBuf, arguments: Vec<OsString>, timeout: Duration) -> Compiler {
        Compiler { program, arguments, timeout, permits: Arc::new(Semaphore::new(PROCESSES_MAX)) }
    }

    /// Compiles files, each for itself; the results are in their order.
    ///
    /// # Errors
    /// When no process can be started.
    pub async fn compile(&self, sources: &[Source]) -> Result<Vec<Compiled>, CompilerError> {
        let total: usize = sources.iter().map(|source| source.text.len()).sum();
        if total > SOURCES_BYTES_MAX {
            let message = format!("the package has {total} bytes of TypeScript, the limit is {SOURCES_BYTES_MAX}");
            return Ok(vec![Err(Fault::of_file(message)); sources.len()]);
        }
        let _permit = self.permits.acquire().await;
        let mut end_of_time = pin!(sleep(self.timeout));
        let mut compiled = Vec::new();
        while compiled.len() < sources.len() {
            let rest = &sources[compiled.len()..];
            if rest[0].text.len() > SOURCE_BYTES_MAX {
                compiled.push(Err(too_long(&rest[0])));
                continue;
            }
            let end = rest.iter().position(|source| source.text.len() > SOURCE_BYTES_MAX).unwrap_or(rest.len());
            let answer = self.ask(&rest[..end], end_of_time.as_mut()).await?;
            compiled.extend(answer.compiled);
            compiled.extend(answer.cut.map(|why| Err(Fault::of_file(why))));
        }
        Ok(compiled)
    }

    async fn ask(&self, sources: &[Source], mut end_of_time: Pin<&mut Sleep>) -> Result<Answer, CompilerError> {
        if end_of_time.is_elapsed() {
            return Ok(Answer {
                compiled: Vec::new(),
                cut: Some("files before it took too long to compile".to_owned()),
            });
        }
        let (mut child, socket) =
            self.start().map_err(|source| CompilerError::Start { program: self.program.clone(), source })?;
        let mut answer = Vec::new();
        let is_late = tokio::select! {
            () = talk(socket, wire::write_sources(sources), &mut answer) => false,
            () = &mut end_of_time => true,
        };
        // It has answered, or it is ended; in both cases it is waited for, so that nothing of it is left.
        drop(child.kill().await);
        Ok(read(&answer, sources.len(), is_late.then_some(self.timeout)))
    }

    fn start(&self) -> io::Result<(Child, UnixStream)> {
        let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
        ours.set_nonblocking(true)?;
        let child = Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::from(std::os::fd::OwnedFd::from(theirs)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        Ok((child, UnixStream::from_std(ours)?))
    }
}

/// Sends what is asked and takes the answer to its end. A socket that breaks is told by what is missing in the answer.
async fn talk(socket: UnixStream, asked: Vec<u8>, answer: &mut Vec<u8>) {
    let (from, mut to) = socket.into_split();
    let send = async {
        let _broken = to.write_all(&asked).await;
        let _broken = to.shutdown().await;
    };
    let mut from = from.take(ANSWER_BYTES_MAX);
    let _both = tokio::join!(send, from.read_to_end(answer));
}

fn read(mut answer: &[u8], expected: usize, late: Option<Duration>) -> Answer {
    let mut compiled = Vec::new();
    // What cannot be read is where it was cut.
    while let Ok(Some(one)) = wire::read_compiled(&mut answer) {
        compiled.push(one);
    }
    compiled.truncate(expected);
    let cut = (compiled.len() < expected).then(|| match late {
        Some(timeout) => format!("it took longer than {} seconds to compile", timeout.as_secs()),
        None => "it is nested too deeply to be compiled, or needs more than 2 GiB of memory for it".to_owned(),
    });
    Answer { compiled, cut }
}

fn too_long(source: &Source) -> Fault {
    let bytes = source.text.len();
    Fault::of_file(format!("it has {bytes} bytes, the limit of a TypeScript file is {SOURCE_BYTES_MAX}"))
}
