//! What may not stand in any text file.

use super::repository::File;
use super::{Problem, Repository};

/// Lock files are written by programs, and name what those programs name.
fn is_lock(file: &File) -> bool {
    file.path.ends_with("Cargo.lock")
}

fn find_in(file: &File, is_wrong: impl Fn(&str) -> Option<String>, mend: &'static str) -> Vec<Problem> {
    let found = file.lines().filter_map(|(line, text)| is_wrong(text).map(|what| (line, what)));
    found.map(|(line, what)| Problem { path: file.path.clone(), line, what, mend }).collect()
}

/// Work that is left is an issue, not a comment.
pub fn todo(repository: &Repository) -> Vec<Problem> {
    // In two parts, so that this file keeps its own rules.
    let words = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["X", "XX"].concat()];
    let wrong = |text: &str| {
        let mut parts = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        parts.find(|part| words.iter().any(|word| word == part)).map(|word| format!("`{word}`"))
    };
    repository
        .files()
        .iter()
        .filter(|file| !is_lock(file))
        .flat_map(|file| find_in(file, wrong, "do it now, or file an issue and leave no comment"))
        .collect()
}

/// Browser tests wait for what they expect, never for time.
pub fn browser_waits(repository: &Repository) -> Vec<Problem> {
    let wrong = |text: &str| {
        let waits = ["waitForTimeout", "networkidle", "test.skip", "test.only", "test.fixme"];
        waits.iter().find(|name| text.contains(*name)).map(|name| format!("`{name}`"))
    };
    let tests = repository.files().iter().filter(|file| file.is_in(&["end2end/", "bench/"]));
    tests
        .flat_map(|file| find_in(file, wrong, "wait for the thing itself: `expect(locator)`, `waitForURL`, an event"))
        .collect()
}

/// No file names the host of a package registry: another machine may use another mirror.
pub fn registry_hosts(repository: &Repository) -> Vec<Problem> {
    let hosts: Vec<String> = [
        ["registry.", "npmjs.org"],
        ["registry.", "yarnpkg.com"],
        ["index.", "crates.io"],
        ["static.", "crates.io"],
        ["files.", "pythonhosted.org"],
        ["pypi.", "org"],
        ["deb.", "debian.org"],
        ["proxy.", "golang.org"],
        ["repo1.", "maven.org"],
        ["static.", "rust-lang.org"],
    ]
    .map(|parts| parts.concat())
    .into();
    let wrong = |text: &str| {
        hosts.iter().find(|host| text.contains(host.as_str())).map(|host| format!("`{host}` is a registry's host"))
    };
    let files = repository.files().iter().filter(|file| !is_lock(file));
    files.flat_map(|file| find_in(file, wrong, "leave it to the tool's own settings")).collect()
}

/// No file names a folder of the machine it was written on.
pub fn machine_paths(repository: &Repository) -> Vec<Problem> {
    let folders: Vec<String> =
        ["work", "root", "farm", "Users", "tmp/bash_jobs"].map(|name| format!("/{name}/")).into();
    let wrong = |text: &str| {
        folders
            .iter()
            .find(|folder| begins_a_path(text, folder))
            .map(|folder| format!("`{folder}` is a folder of one machine"))
    };
    let files = repository.files().iter().filter(|file| !is_lock(file));
    files.flat_map(|file| find_in(file, wrong, "make the path relative, or a setting")).collect()
}

/// Whether `folder` is in the text other than inside a longer path or an address.
fn begins_a_path(text: &str, folder: &str) -> bool {
    text.match_indices(folder)
        .any(|(at, _)| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || "./_-~*}>".contains(c)))
}

/// Links between the documents lead somewhere.
pub fn relative_links(repository: &Repository) -> Vec<Problem> {
    let documents = repository.files().iter().filter(|file| file.has_ending(&["md"]));
    documents.flat_map(|file| broken_links(repository, file)).collect()
}

fn broken_links(repository: &Repository, file: &File) -> Vec<Problem> {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let links = file.lines().flat_map(|(line, text)| targets(text).map(move |target| (line, target)));
    let broken = links.filter(|(_, target)| !repository.exists(&resolve(folder, target)));
    broken
        .map(|(line, target)| Problem {
            path: file.path.clone(),
            line,
            what: format!("there is no `{target}`"),
            mend: "correct the link; it is relative to the document",
        })
        .collect()
}

/// The relative targets of the Markdown links in a line, without their fragments.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let ends = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let relative = ends
        .filter(|target| !target.contains("://") && !target.starts_with(['#', '/']) && !target.starts_with("mailto:"));
    relative.map(|target| target.split(['#', ' ']).next().unwrap_or(target)).filter(|target| !target.is_empty())
}

fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}
