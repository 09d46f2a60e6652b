//! Who may run now: a state machine without IO, clock or locks, so that a seed plays thousands of histories in a test.
//!
//! Properties wanted: an account never has more than its quota waiting and running, the machine never runs more guests than it has
//! permits, what was admitted starts exactly once unless it leaves, accounts take turns however much one of them asks for, and
//! every permit comes back. Whoever was admitted leaves once, whether it ran to its end, was cancelled or never started: so there
//! is one event for all of that.

#[cfg(test)]
mod simulation;

use api::id::AccountId;
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

/// What happens to the scheduler.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A run asks to be admitted.
    Submit { ticket: Ticket, account: AccountId },
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
    /// The account has as many as it may.
    AccountConcurrency { limit: u32 },
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
    active: u32,
    waiting: VecDeque<Ticket>,
}

/// The state.
#[derive(Debug)]
pub(crate) struct Scheduler {
    limits: Limits,
    accounts: HashMap<AccountId, Account>,
    tickets: HashMap<Ticket, (AccountId, Place)>,
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
            Event::Submit { ticket, account } => self.submit(ticket, account),
            Event::Leave { ticket } => self.leave(ticket),
        }
    }

    fn submit(&mut self, ticket: Ticket, account: AccountId) -> Vec<Action> {
        let active = self.accounts.get(&account).map_or(0, |state| state.active);
        if active >= self.limits.account_concurrency_max {
            let limit = self.limits.account_concurrency_max;
            return vec![Action::Refuse(ticket, Refusal::AccountConcurrency { limit })];
        }
        let has_permit = self.running < self.limits.guests_max;
        if !has_permit && self.waiting >= self.limits.queue_max {
            return vec![Action::Refuse(ticket, Refusal::QueueFull { limit: self.limits.queue_max })];
        }
        let state = self.accounts.entry(account.clone()).or_default();
        state.active += 1;
        if has_permit {
            self.running += 1;
            self.tickets.insert(ticket, (account, Place::Running));
            return vec![Action::Admit(ticket), Action::Start(ticket)];
        }
        if state.waiting.is_empty() {
            self.turns.push_back(account.clone());
        }
        state.waiting.push_back(ticket);
        self.waiting += 1;
        self.tickets.insert(ticket, (account, Place::Waiting));
        vec![Action::Admit(ticket)]
    }

    fn leave(&mut self, ticket: Ticket) -> Vec<Action> {
        let Some((account, place)) = self.tickets.remove(&ticket) else {
            return Vec::new();
        };
        if let Some(state) = self.accounts.get_mut(&account) {
            state.active -= 1;
            if place == Place::Waiting {
                state.waiting.retain(|waiting| *waiting != ticket);
                self.waiting -= 1;
            }
            if state.waiting.is_empty() {
                self.turns.retain(|turn| *turn != account);
            }
            if state.active == 0 {
                self.accounts.remove(&account);
            }
        }
        if place == Place::Running {
            self.running -= 1;
        }
        self.start_next().into_iter().map(Action::Start).collect()
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
        if let Some((_, place)) = self.tickets.get_mut(&ticket) {
            *place = Place::Running;
        }
        Some(ticket)
    }
}
