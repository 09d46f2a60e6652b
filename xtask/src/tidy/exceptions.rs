//! What may break a rule, and why. Short, or the rule is wrong.

use super::{Problem, RULES, Repository};

struct Exception {
    rule: &'static str,
    /// A file, or a folder with a slash at its end.
    path: &'static str,
    #[expect(dead_code, reason = "read by people")]
    reason: &'static str,
}

const EXCEPTIONS: &[Exception] = &[Exception {
    rule: "clock",
    path: "server/src/session.rs",
    reason: "how many workspaces a second are made is on the machine's time, not on an account's; the bucket is given it",
}];

/// Whether the table excuses this rule's breaches in this file.
pub fn excuses(rule: &str, path: &str) -> bool {
    EXCEPTIONS.iter().any(|exception| exception.rule == rule && exception.covers(path))
}

impl Exception {
    fn covers(&self, path: &str) -> bool {
        path == self.path || (self.path.ends_with('/') && path.starts_with(self.path))
    }
}

/// Exceptions that excuse nothing any more.
pub fn unused(repository: &Repository) -> Vec<Problem> {
    EXCEPTIONS.iter().filter(|exception| !exception.is_needed(repository)).map(Exception::problem).collect()
}

impl Exception {
    fn is_needed(&self, repository: &Repository) -> bool {
        let rule = RULES.iter().find(|rule| rule.name == self.rule);
        rule.is_some_and(|rule| (rule.check)(repository).iter().any(|problem| self.covers(&problem.path)))
    }

    fn problem(&self) -> Problem {
        Problem {
            path: "xtask/src/tidy/exceptions.rs".into(),
            line: 1,
            what: format!("the exception of `{}` from `{}` excuses nothing", self.path, self.rule),
            mend: "take it out of the table",
        }
    }
}
