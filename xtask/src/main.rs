//! The repository's own tools: `cargo run -p xtask -- tidy`, and `aws-shapes` for `scripts/aws-shapes.sh`.
#![expect(clippy::print_stdout, reason = "a command-line tool talks to its user on standard output")]

mod aws_shapes;
mod tidy;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => tidy(),
        ["aws-shapes", folder, version] => {
            aws_shapes::make(Path::new(folder), version)?;
            Ok(ExitCode::SUCCESS)
        }
        _ => bail!("usage: cargo run -p xtask -- tidy | aws-shapes FOLDER BOTOCORE-VERSION"),
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
