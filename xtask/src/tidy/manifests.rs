//! The manifests: which crate may use which, and settings that are written down twice.

use toml::{Table, Value};

use super::repository::File;
use super::{Problem, Repository};

/// Which of our crates each of our crates may use. `server` may use all.
const EDGES: [(&str, &[&str]); 14] = [
    ("billing", &[]),
    ("sandbox", &[]),
    ("typescript", &[]),
    ("api", &["billing"]),
    ("store", &["api", "billing"]),
    ("runtimes", &["sandbox", "typescript"]),
    ("control", &["api", "billing", "store", "runtimes"]),
    ("invoke", &["api", "store", "runtimes", "sandbox", "billing"]),
    ("services", &["api", "store"]),
    ("app", &["api", "billing"]),
    ("aws", &["api", "billing"]),
    ("frontend", &["app"]),
    (
        "server",
        &[
            "api",
            "app",
            "aws",
            "billing",
            "control",
            "invoke",
            "runtimes",
            "sandbox",
            "services",
            "store",
            "typescript",
        ],
    ),
    ("xtask", &[]),
];

/// Each manifest's own crates are among those that the design allows; tests may use what they like below `server`.
pub fn crate_edges(repository: &Repository) -> Vec<Problem> {
    manifests(repository).flat_map(|(file, manifest)| wrong_edges(file, &manifest)).collect()
}

fn wrong_edges(file: &File, manifest: &Table) -> Vec<Problem> {
    let name =
        manifest.get("package").and_then(|package| package.get("name")).and_then(Value::as_str).unwrap_or_default();
    let Some((_, allowed)) = EDGES.iter().find(|(known, _)| *known == name) else {
        return vec![problem(
            file,
            name,
            format!("`{name}` is not in the table of crates"),
            "add it to EDGES in xtask/src/tidy/manifests.rs and to ARCHITECTURE.md, and say why it is a crate",
        )];
    };
    let ours = |dependency: &&String| EDGES.iter().any(|(known, _)| known == dependency);
    let dependencies = dependency_tables(manifest);
    let wrong = dependencies
        .iter()
        .flat_map(|table| table.keys())
        .filter(ours)
        .filter(|used| !allowed.contains(&used.as_str()));
    wrong
        .map(|used| {
            problem(
                file,
                used,
                format!("`{name}` may not use `{used}`"),
                "turn the dependency round, or move the code; the edges are in ARCHITECTURE.md",
            )
        })
        .collect()
}

/// `[dependencies]`, also those of a target, but not `[dev-dependencies]`.
fn dependency_tables(manifest: &Table) -> Vec<&Table> {
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(|targets| targets.values());
    let owners = targets.filter_map(Value::as_table).chain([manifest]);
    let names = ["dependencies", "build-dependencies"];
    owners.flat_map(|owner| names.iter().filter_map(|name| owner.get(*name)?.as_table())).collect()
}

/// Third-party versions and features are set in the workspace's manifest, so that every build shares one set.
pub fn dependency_features(repository: &Repository) -> Vec<Problem> {
    manifests(repository).flat_map(|(file, manifest)| own_versions(file, &manifest)).collect()
}

fn own_versions(file: &File, manifest: &Table) -> Vec<Problem> {
    let dev = manifest.get("dev-dependencies").and_then(Value::as_table);
    let tables = dependency_tables(manifest).into_iter().chain(dev);
    let wrong = tables.flat_map(|table| table.iter()).filter(|(_, value)| value.get("workspace").is_none());
    wrong
        .map(|(name, _)| {
            problem(
                file,
                name,
                format!("`{name}` has a version of its own"),
                "put it into the root's [workspace.dependencies], here `workspace = true`",
            )
        })
        .collect()
}

/// Leptos.toml, which the server reads, equals the section of Cargo.toml that cargo-leptos reads.
pub fn leptos_toml(repository: &Repository) -> Vec<Problem> {
    let section = |path| {
        let table: Table = repository.text(path)?.parse().ok()?;
        Some(table.get("workspace")?.get("metadata")?.get("leptos")?.clone())
    };
    let (build, run) = (section("Cargo.toml"), section("Leptos.toml"));
    let same = build.is_some() && build == run;
    let difference = || Problem {
        path: "Leptos.toml".into(),
        line: 1,
        what: "differs from [[workspace.metadata.leptos]] in Cargo.toml".into(),
        mend: "copy the section over",
    };
    (!same).then(difference).into_iter().collect()
}

/// scripts/versions.sh says the same as Cargo.lock and rust-toolchain.toml.
pub fn versions(repository: &Repository) -> Vec<Problem> {
    let script = repository.text("scripts/versions.sh").unwrap_or_default();
    let toolchain: Table =
        repository.text("rust-toolchain.toml").and_then(|text| text.parse().ok()).unwrap_or_default();
    let channel =
        toolchain.get("toolchain").and_then(|table| table.get("channel")).and_then(Value::as_str).map(str::to_owned);
    let pairs = [
        ("RUST_VERSION", channel, "rust-toolchain.toml"),
        ("WASM_BINDGEN_VERSION", locked(repository, "wasm-bindgen"), "Cargo.lock"),
    ];
    pairs.into_iter().filter_map(|(name, expected, source)| version_problem(script, name, expected, source)).collect()
}

fn version_problem(script: &str, name: &str, expected: Option<String>, source: &str) -> Option<Problem> {
    let prefix = format!("{name}=");
    let (index, found) =
        script.lines().enumerate().find_map(|(index, line)| Some((index, line.strip_prefix(&prefix)?)))?;
    (expected.as_deref() != Some(found)).then(|| Problem {
        path: "scripts/versions.sh".into(),
        line: index + 1,
        what: format!("{name} is {found}, {source} has {}", expected.as_deref().unwrap_or("none")),
        mend: "make the two equal",
    })
}

fn locked(repository: &Repository, package: &str) -> Option<String> {
    let lock: Table = repository.text("Cargo.lock")?.parse().ok()?;
    let packages = lock.get("package")?.as_array()?;
    let found = packages.iter().find(|entry| entry.get("name").and_then(Value::as_str) == Some(package))?;
    Some(found.get("version")?.as_str()?.to_owned())
}

/// Every manifest but the workspace's.
fn manifests(repository: &Repository) -> impl Iterator<Item = (&File, Table)> {
    let members = repository.files().iter().filter(|file| file.path.ends_with("/Cargo.toml"));
    members.filter_map(|file| Some((file, file.text.parse().ok()?)))
}

fn problem(file: &File, word: &str, what: String, mend: &'static str) -> Problem {
    let line = file.lines().find(|(_, text)| text.starts_with(word)).map_or(1, |(line, _)| line);
    Problem { path: file.path.clone(), line, what, mend }
}
