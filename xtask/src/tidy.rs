//! The rules of this repository that no compiler knows.
//!
//! A rule is a function from the repository to its problems; each problem names a place, what is wrong, and how to mend it.
//! There is no ratchet and no list of old sins: what breaks a rule is mended, or stands in [`exceptions`] with its reason.

mod contrast;
mod exceptions;
mod manifests;
mod migrations;
mod repository;
mod size;
mod source;
#[cfg(test)]
mod tests;
mod text;
mod tokens;

pub use repository::Repository;

use std::fmt;

/// One breach of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, from the repository's root.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
    /// What to do about it.
    pub mend: &'static str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}\n    mend: {}", self.path, self.line, self.what, self.mend)
    }
}

/// A named rule.
pub struct Rule {
    /// The name, as [`exceptions`] uses it.
    pub name: &'static str,
    check: fn(&Repository) -> Vec<Problem>,
}

/// All rules.
pub const RULES: [Rule; 20] = [
    Rule { name: "crate-edges", check: manifests::crate_edges },
    Rule { name: "dependency-features", check: manifests::dependency_features },
    Rule { name: "leptos-toml", check: manifests::leptos_toml },
    Rule { name: "versions", check: manifests::versions },
    Rule { name: "file-length", check: size::file_length },
    Rule { name: "function-length", check: size::function_length },
    Rule { name: "test-attributes", check: source::test_attributes },
    Rule { name: "allow-without-reason", check: source::allow_without_reason },
    Rule { name: "environment", check: source::environment },
    Rule { name: "clock", check: source::clock },
    Rule { name: "unbounded", check: source::unbounded },
    Rule { name: "sql", check: source::sql },
    Rule { name: "colour", check: source::colour },
    Rule { name: "todo", check: text::todo },
    Rule { name: "browser-waits", check: text::browser_waits },
    Rule { name: "hosts", check: text::registry_hosts },
    Rule { name: "machine-paths", check: text::machine_paths },
    Rule { name: "links", check: text::relative_links },
    Rule { name: "migrations", check: migrations::migrations },
    Rule { name: "contrast", check: contrast::contrast },
];

/// Every breach of every rule, but for the exceptions; an exception that nothing needs is a breach too.
pub fn check(repository: &Repository) -> Vec<Problem> {
    let mut found: Vec<Problem> = RULES.iter().flat_map(|rule| check_one(rule, repository)).collect();
    found.extend(exceptions::unused(repository));
    found
}

fn check_one(rule: &Rule, repository: &Repository) -> Vec<Problem> {
    let problems = (rule.check)(repository);
    problems.into_iter().filter(|problem| !exceptions::excuses(rule.name, &problem.path)).collect()
}
