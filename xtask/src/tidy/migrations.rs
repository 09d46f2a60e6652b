//! Migrations: `<timestamp>_<verb>_<what>.sql`, lower-case, each with a comment that says why.

use super::repository::File;
use super::{Problem, Repository};

const FOLDER: &str = "crates/store/migrations/";
const TIMESTAMP_DIGITS: usize = 14;
const VERBS: [&str; 9] = ["add", "change", "create", "drop", "fill", "index", "move", "rename", "split"];
const KEYWORDS: [&str; 10] =
    ["SELECT", "CREATE", "TABLE", "INSERT", "UPDATE", "DELETE", "ALTER", "DROP", "INDEX", "REFERENCES"];

/// Names, comment, case, and no new column that old rows cannot have.
pub fn migrations(repository: &Repository) -> Vec<Problem> {
    repository.files().iter().filter(|file| file.is_in(&[FOLDER])).flat_map(check).collect()
}

fn check(file: &File) -> Vec<Problem> {
    let name = file.path.trim_start_matches(FOLDER);
    let problem = |line, what: String, mend| Problem { path: file.path.clone(), line, what, mend };
    let mut found = Vec::new();
    if !is_named_well(name) {
        found.push(problem(
            1,
            format!("`{name}` is no name for a migration"),
            "call it `<14 digits>_<verb>_<what>.sql`, such as `20261123060400_create_run.sql`",
        ));
    }
    if !file.text.starts_with("--") {
        found.push(problem(1, "the migration does not begin with a comment".into(), "say why it is made"));
    }
    found.extend(file.lines().filter_map(|(line, text)| {
        let code = text.split("--").next().unwrap_or(text);
        let keyword = code.split(|c: char| !c.is_ascii_alphabetic()).find(|word| KEYWORDS.contains(word))?;
        Some(problem(line, format!("`{keyword}` is in capitals"), "write SQL in lower case"))
    }));
    found.extend(statements(&file.text).filter(|(_, statement)| adds_required_column(statement)).map(|(line, _)| {
        problem(
            line,
            "a new column is `not null` without a default".into(),
            "give it a default: there are rows already",
        )
    }));
    found
}

fn is_named_well(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".sql") else { return false };
    let mut parts = stem.splitn(3, '_');
    let (Some(timestamp), Some(verb), Some(what)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let digits = timestamp.len() == TIMESTAMP_DIGITS && timestamp.chars().all(|c| c.is_ascii_digit());
    digits && VERBS.contains(&verb) && what.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The statements with the lines they begin on.
fn statements(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(';').scan(1, |line, statement| {
        let begin = *line + statement.chars().take_while(|c| c.is_whitespace()).filter(|c| *c == '\n').count();
        *line += statement.matches('\n').count();
        Some((begin, statement))
    })
}

fn adds_required_column(statement: &str) -> bool {
    let words = statement.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    words.contains("alter table") && words.contains(" add ") && words.contains("not null") && !words.contains("default")
}
