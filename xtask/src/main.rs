//! The repository's own tools: `cargo run -p xtask -- tidy`.
#![expect(clippy::print_stdout, reason = "a command-line tool talks to its user on standard output")]

mod tidy;

use std::process::ExitCode;

use anyhow::{Result, bail};

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => tidy(),
        _ => bail!("usage: cargo run -p xtask -- tidy"),
    }
}

/// Prints each breach of a rule, and fails if there is one.
fn tidy() -> Result<ExitCode> {
    let repository = tidy::Repository::here()?;
    let problems = tidy::check(&repository);
    for problem in &problems {
        println!("{problem}");
    }
    if problems.is_empty() {
        println!("tidy: {} files keep all {} rules", repository.files().len(), tidy::RULES.len());
        return Ok(ExitCode::SUCCESS);
    }
    println!("tidy: {} breaches", problems.len());
    Ok(ExitCode::FAILURE)
}
