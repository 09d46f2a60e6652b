//! Who may run now: a state machine without IO, clock or locks, so that a seed plays thousands of histories in a test.
//!
//! Properties wanted: an account never has more than its quota waiting and running, nor a function more than is set aside for it, the machine never runs more guests than it has
//! permits, what was admitted starts exactly once unless it leaves, accounts take turns however much one of them asks for, and
//! every permit comes back. Whoever was admitted leaves once, whether it ran to its end, was cancelled or never started: so there
//! is one event for all of that.

#[cfg(test)]
mod simulation;

use api::id::{AccountId, FunctionName, VersionNumber};
use std::collections::{HashMap, VecDeque};

/// A run, to the scheduler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ticket(pub(crate) u64);

/// The bounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) account_concurrency_max: u32,
    pub(crate) guests_max: u32,
    pub(crate) queue_max: u32,
}

/// How much of its account's concurrency a function may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    /// Kept ready for the version that is wanted, as provisioned concurrency: an invocation that finds one free needs nothing else.
    pub(crate) provisioned: Option<(VersionNumber, u32)>,
    /// Kept ready for any version of the function; it counts as a part of `reserved`, or of `set_aside`.
    pub(crate) provisioned_total: u32,
    /// Set aside for it, which is also the most that it may have.
    pub(crate) reserved: Option<u32>,
    /// Set aside for any function of the account, reserved or provisioned.
    pub(crate) set_aside: u32,
}

/// What happens to the scheduler.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A run asks to be admitted.
    Submit { ticket: Ticket, account: AccountId, function: FunctionName, share: Share },
    /// A run is over or was given up, in whatever place it is.
    Leave { ticket: Ticket },
}

/// What the scheduler wants done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// It is in.
    Admit(Ticket),
    /// It is not, and is forgotten.
    Refuse(Ticket, Refusal),
    /// It has a permit from now until it leaves.
    Start(Ticket),
}

/// Why a run is not admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The account has as many as it may, but for those that are set aside.
    AccountConcurrency { limit: u32 },
    /// The function has as many as were set aside for it.
    FunctionConcurrency { limit: u32 },
    /// The machine has as many waiting as it keeps.
    QueueFull { limit: u32 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Waiting,
    Running,
}

#[derive(Debug, Default)]
struct Account {
    /// Waiting or running, of functions for which nothing is set aside.
    unreserved: u32,
    /// The same, on what is kept ready for a version.
    provisioned: HashMap<(FunctionName, VersionNumber), u32>,
    /// The same, of each function for which something is.
    reserved: HashMap<FunctionName, u32>,
    waiting: VecDeque<Ticket>,
}

/// What a run's place is counted on.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Bucket {
    /// What all functions of the account share.
    Shared,
    /// What is set aside for the function.
    Reserved(FunctionName),
    /// What is kept ready for a version of it.
    Provisioned(FunctionName, VersionNumber),
}

impl Account {
    fn admits(&self, function: &FunctionName, share: Share, account_max: u32) -> Result<Bucket, Refusal> {
        let Share { provisioned, provisioned_total, reserved, set_aside } = share;
        if let Some((version, kept)) = provisioned {
            let key = (function.clone(), version);
            if self.provisioned.get(&key).copied().unwrap_or(0) < kept {
                return Ok(Bucket::Provisioned(key.0, version));
            }
        }
        match reserved {
            Some(limit) => match self.reserved.get(function).copied().unwrap_or(0) {
                active if active >= limit.saturating_sub(provisioned_total) => {
                    Err(Refusal::FunctionConcurrency { limit })
                }
                _ => Ok(Bucket::Reserved(function.clone())),
            },
            None => match account_max.saturating_sub(set_aside) {
                limit if self.unreserved >= limit => Err(Refusal::AccountConcurrency { limit }),
                _ => Ok(Bucket::Shared),
            },
        }
    }

    fn enter(&mut self, bucket: &Bucket) {
        match bucket {
            Bucket::Shared => self.unreserved += 1,
            Bucket::Reserved(function) => *self.reserved.entry(function.clone()).or_default() += 1,
            Bucket::Provisioned(function, version) => {
                *self.provisioned.entry((function.clone(), *version)).or_default() += 1;
            }
        }
    }

    fn leave(&mut self, bucket: &Bucket) {
        match bucket {
            Bucket::Shared => self.unreserved -= 1,
            Bucket::Reserved(function) => one_less(&mut self.reserved, function),
            Bucket::Provisioned(function, version) => one_less(&mut self.provisioned, &(function.clone(), *version)),
        }
    }

    fn is_idle(&self) -> bool {
        self.unreserved == 0 && self.reserved.is_empty() && self.provisioned.is_empty()
    }
}

fn one_less<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, u32>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}

/// An admitted run.
#[derive(Debug)]
struct Admitted {
    account: AccountId,
    bucket: Bucket,
    place: Place,
}

/// The state.
#[derive(Debug)]
pub(crate) struct Scheduler {
    limits: Limits,
    accounts: HashMap<AccountId, Account>,
    tickets: HashMap<Ticket, Admitted>,
    /// Accounts with something waiting, the next one in front.
    turns: VecDeque<AccountId>,
    running: u32,
    waiting: u32,
}

impl Scheduler {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            accounts: HashMap::new(),
            tickets: HashMap::new(),
            turns: VecDeque::new(),
            running: 0,
            waiting: 0,
        }
    }

    /// Takes one event and says what follows from it.
    pub(crate) fn step(&mut self, event: Event) -> Vec<Action> {
        match event {
            Event::Submit { ticket, account, function, share } => self.submit(ticket, account, function, share),
            Event::Leave { ticket } => self.leave(ticket),
        }
    }

    fn submit(&mut self, ticket: Ticket, account: AccountId, function: FunctionName, share: Share) -> Vec<Action> {
        let state = self.accounts.entry(account.clone()).or_default();
        let bucket = match state.admits(&function, share, self.limits.account_concurrency_max) {
            Ok(bucket) => bucket,
            Err(refusal) => {
                self.forget_if_idle(&account);
                return vec![Action::Refuse(ticket, refusal)];
            }
        };
        let has_permit = self.running < self.limits.guests_max;
        if !has_permit && self.waiting >= self.limits.queue_max {
            self.forget_if_idle(&account);
            return vec![Action::Refuse(ticket, Refusal::QueueFull { limit: self.limits.queue_max })];
        }
        let state = self.accounts.entry(account.clone()).or_default();
        state.enter(&bucket);
        if has_permit {
            self.running += 1;
            self.tickets.insert(ticket, Admitted { account, bucket, place: Place::Running });
            return vec![Action::Admit(ticket), Action::Start(ticket)];
        }
        if state.waiting.is_empty() {
            self.turns.push_back(account.clone());
        }
        state.waiting.push_back(ticket);
        self.waiting += 1;
        self.tickets.insert(ticket, Admitted { account, bucket, place: Place::Waiting });
        vec![Action::Admit(ticket)]
    }

    fn leave(&mut self, ticket: Ticket) -> Vec<Action> {
        let Some(Admitted { account, bucket, place }) = self.tickets.remove(&ticket) else {
            return Vec::new();
        };
        if let Some(state) = self.accounts.get_mut(&account) {
            state.leave(&bucket);
            if place == Place::Waiting {
                state.waiting.retain(|waiting| *waiting != ticket);
                self.waiting -= 1;
            }
            if state.waiting.is_empty() {
                self.turns.retain(|turn| *turn != account);
            }
        }
        self.forget_if_idle(&account);
        if place == Place::Running {
            self.running -= 1;
        }
        self.start_next().into_iter().map(Action::Start).collect()
    }

    fn forget_if_idle(&mut self, account: &AccountId) {
        if self.accounts.get(account).is_some_and(Account::is_idle) {
            self.accounts.remove(account);
        }
    }

    /// The account whose turn it is starts one and goes to the end of the line.
    fn start_next(&mut self) -> Option<Ticket> {
        if self.running >= self.limits.guests_max {
            return None;
        }
        let account = self.turns.pop_front()?;
        let state = self.accounts.get_mut(&account)?;
        let ticket = state.waiting.pop_front()?;
        if !state.waiting.is_empty() {
            self.turns.push_back(account);
        }
        self.waiting -= 1;
        self.running += 1;
        if let Some(admitted) = self.tickets.get_mut(&ticket) {
            admitted.place = Place::Running;
        }
        Some(ticket)
    }
}
