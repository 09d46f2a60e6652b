//! The scheduler's owner: one task, one bounded channel, and a guard that frees its place when it is dropped.

use crate::scheduler::{Action, Event, Limits, Refusal, Scheduler, Share, Ticket};
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName};
use std::collections::HashMap;
use tokio::sync::{mpsc, oneshot};

/// Requests that may be on their way to the owner beyond the places of admitted runs.
const REQUESTS_MAX: usize = 1_024;

/// Where runs ask to be admitted.
#[derive(Debug, Clone)]
pub(crate) struct Admissions {
    commands: mpsc::Sender<Command>,
}

#[derive(Debug)]
enum Command {
    Submit {
        account: AccountId,
        function: FunctionName,
        share: Share,
        release: mpsc::OwnedPermit<Command>,
        reply: oneshot::Sender<Result<Admission, Refusal>>,
    },
    Leave(Ticket),
}

/// A place among the admitted runs. Dropping it gives the place back, whether the run waited, ran or is over.
#[derive(Debug)]
pub(crate) struct Admission {
    ticket: Ticket,
    lease: oneshot::Receiver<()>,
    /// A slot of the channel, kept from the beginning, so that giving back can neither wait nor fail.
    release: Option<mpsc::OwnedPermit<Command>>,
}

impl Admission {
    /// Returns when it is this run's turn.
    pub(crate) async fn leased(&mut self) {
        // The owner outlives every admission, since each holds a slot of its channel.
        let _ = (&mut self.lease).await;
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            release.send(Command::Leave(self.ticket));
        }
    }
}

impl Admissions {
    /// The owner's task ends when all handles and admissions are gone.
    pub(crate) fn new(limits: Limits) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let places = limits.queue_max as usize + limits.guests_max as usize;
        let (commands, inbox) = mpsc::channel(places + REQUESTS_MAX);
        (Self { commands }, own(Scheduler::new(limits), inbox))
    }

    /// Asks for a place.
    pub(crate) async fn submit(
        &self,
        account: &AccountId,
        function: &FunctionName,
        share: Share,
    ) -> Result<Admission, ApiError> {
        let (reply, answer) = oneshot::channel();
        let release = self.commands.clone().reserve_owned().await.map_err(|_closed| stopping())?;
        let submit = Command::Submit { account: account.clone(), function: function.clone(), share, release, reply };
        self.commands.send(submit).await.map_err(|_closed| stopping())?;
        answer.await.map_err(|_closed| stopping())?.map_err(refused)
    }
}

/// The server is being stopped.
pub(crate) fn stopping() -> ApiError {
    ApiError::new(ErrorCode::Unavailable, "the server is stopping and takes no more invocations")
}

/// Lambda's `TooManyRequestsException` and its reason.
fn refused(refusal: Refusal) -> ApiError {
    let code = match refusal {
        Refusal::FunctionConcurrency { .. } => ErrorCode::FunctionThrottled,
        Refusal::AccountConcurrency { .. } | Refusal::QueueFull { .. } => ErrorCode::TooManyRequests,
    };
    let message = match refusal {
        Refusal::FunctionConcurrency { limit } => format!(
            "Rate Exceeded. Reason: ReservedFunctionConcurrentInvocationLimitExceeded; the function's reserved concurrency \
             is {limit}, and as many invocations are under way"
        ),
        Refusal::AccountConcurrency { limit } => format!(
            "Rate Exceeded. Reason: ConcurrentInvocationLimitExceeded; {limit} invocations of this account are under way, \
             the limit is {limit}"
        ),
        Refusal::QueueFull { limit } => format!(
            "Rate Exceeded. Reason: CallerRateLimitExceeded; {limit} invocations wait for this machine, the limit is {limit}"
        ),
    };
    ApiError::new(code, message)
}

/// What Lambda says of too many requests, with its reason.
pub(crate) fn throttled(reason: &str) -> ApiError {
    ApiError::new(ErrorCode::TooManyRequests, format!("Rate Exceeded. Reason: {reason}"))
}

async fn own(mut scheduler: Scheduler, mut inbox: mpsc::Receiver<Command>) {
    let mut leases = HashMap::new();
    let mut last = 0;
    while let Some(command) = inbox.recv().await {
        match command {
            Command::Submit { account, function, share, release, reply } => {
                last += 1;
                let ticket = Ticket(last);
                let (lease, leased) = oneshot::channel();
                leases.insert(ticket, lease);
                let admission = Admission { ticket, lease: leased, release: Some(release) };
                let actions = scheduler.step(Event::Submit { ticket, account, function, share });
                answer(&actions, &mut leases, admission, reply);
            }
            Command::Leave(ticket) => {
                leases.remove(&ticket);
                grant(&scheduler.step(Event::Leave { ticket }), &mut leases);
            }
        }
    }
}

type Leases = HashMap<Ticket, oneshot::Sender<()>>;

fn answer(
    actions: &[Action],
    leases: &mut Leases,
    mut admission: Admission,
    reply: oneshot::Sender<Result<Admission, Refusal>>,
) {
    if let [Action::Refuse(ticket, refusal)] = actions {
        leases.remove(ticket);
        admission.release = None;
        // Whoever asked may have gone.
        let _ = reply.send(Err(*refusal));
        return;
    }
    grant(actions, leases);
    // If whoever asked has gone, the admission comes back here, is dropped, and so leaves.
    let _ = reply.send(Ok(admission));
}

fn grant(actions: &[Action], leases: &mut Leases) {
    for action in actions {
        if let Action::Start(ticket) = action
            && let Some(lease) = leases.remove(ticket)
        {
            // A run that has just gone leaves by itself.
            let _ = lease.send(());
        }
    }
}
