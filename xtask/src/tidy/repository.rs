//! The files that the rules read: what git tracks, and what it would track if it were added.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The repository's text files.
pub struct Repository {
    root: PathBuf,
    files: Vec<File>,
}

/// One text file.
pub struct File {
    /// From the root, with slashes.
    pub path: String,
    /// All of it.
    pub text: String,
}

impl Repository {
    /// The repository that this program was compiled in.
    pub fn here() -> Result<Repository> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask is not in a repository")?;
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .context("failed to run git")?;
        ensure!(listed.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&listed.stderr));
        let names = String::from_utf8(listed.stdout).context("a file name is not UTF-8")?;
        let mut files: Vec<File> = names.split_terminator('\0').filter_map(|name| read(root, name)).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Repository { root: root.into(), files })
    }

    /// A repository that exists only in a test.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Repository {
        let files = files.iter().map(|(path, text)| File { path: (*path).into(), text: (*text).into() }).collect();
        Repository { root: PathBuf::new(), files }
    }

    /// All files.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// All Rust files.
    pub fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.has_ending(&["rs"]))
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }

    /// Whether there is such a file or folder, tracked or not.
    pub fn exists(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        self.files.iter().any(|file| file.path == path || file.path.starts_with(&folder))
            || self.root.join(path).exists()
    }
}

impl File {
    /// Whether the name ends in one of these.
    pub fn has_ending(&self, endings: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
    }

    /// Whether the file is in one of these folders, or is one of these files.
    pub fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path.starts_with(place))
    }

    /// The lines with their numbers, from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// A text file; `None` for what is binary, or listed by git and deleted since.
fn read(root: &Path, name: &str) -> Option<File> {
    let text = String::from_utf8(std::fs::read(root.join(name)).ok()?).ok()?;
    (!text.contains('\0')).then(|| File { path: name.into(), text })
}
