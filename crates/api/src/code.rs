//! A function's code: a small tree of files.

use crate::error::{ApiError, ErrorCode};
use crate::id::shown;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All files of a function together, as on Lambda: 250 MB.
pub const CODE_BYTES_MAX: usize = 262_144_000;
/// Largest zip, as on Lambda.
pub const ZIP_BYTES_MAX: usize = 52_428_800;
/// Files of one function.
pub const CODE_FILES_MAX: usize = 20_000;
/// All files together of what a page can edit, as in the Lambda console's editor.
pub const INLINE_BYTES_MAX: usize = 3 * 1_024 * 1_024;
/// Files of what a page can edit.
pub const INLINE_FILES_MAX: usize = 200;
const OF_THE_EDITOR: &str = " of the inline editor";
/// Longest path of a file.
pub const PATH_LENGTH_MAX: usize = 255;

/// A relative path of plain segments, such as `lib/util.mjs`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FilePath(String);

impl FilePath {
    /// Checks length and segments: no empty ones, no `.` or `..`, no backslash, no control character.
    ///
    /// # Errors
    /// Says which rule the path breaks.
    pub fn parse(text: impl Into<String>) -> Result<Self, ApiError> {
        let text = text.into();
        let refuse = |why: &str| {
            Err(ApiError::invalid(format!("file:{}", shown(&text)), format!("the file name `{}` {why}", shown(&text))))
        };
        if text.is_empty() {
            return Err(ApiError::invalid("file:", "the file needs a name"));
        }
        if text.len() > PATH_LENGTH_MAX {
            return refuse(&format!("has {} bytes, the limit is {PATH_LENGTH_MAX}", text.len()));
        }
        if text
            .chars()
            .any(|c| c.is_control() || matches!(c, '\\' | ':' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        {
            return refuse("has a character that file names here cannot have");
        }
        if text.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
            return refuse("must be a path below the function's folder, without `.`, `..` or an empty part");
        }
        Ok(Self(text))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the last dot of the last segment, in lower case, or nothing.
    #[must_use]
    pub fn extension(&self) -> String {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
    }
}

impl TryFrom<String> for FilePath {
    type Error = ApiError;
    fn try_from(text: String) -> Result<Self, ApiError> {
        Self::parse(text)
    }
}

impl From<FilePath> for String {
    fn from(path: FilePath) -> String {
        path.0
    }
}

impl std::fmt::Display for FilePath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileContent {
    /// Text that the editor shows.
    Text(String),
    /// Anything else, in base64, such as an uploaded `.wasm`.
    Base64(String),
}

impl FileContent {
    /// Bytes of the content as stored (of base64: about three quarters of its length).
    #[must_use]
    pub fn byte_length(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Base64(text) => text.trim_end_matches('=').len() * 3 / 4,
        }
    }
}

/// The files of a function, by path, within the limits. What is deserialized came from a page, and has the limits of its editor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<FilePath, FileContent>", into = "BTreeMap<FilePath, FileContent>")]
pub struct Code(BTreeMap<FilePath, FileContent>);

/// What is too large to be edited: a page shows only some files of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LargePackage {
    /// Which files they are, in hexadecimal.
    pub hash: String,
    /// How many.
    pub files: u64,
    /// Their bytes together.
    pub bytes: u64,
}

impl LargePackage {
    /// `5210 files, 48.3 MiB`.
    #[must_use]
    pub fn size_text(&self) -> String {
        format!("{} files, {}", self.files, size_text(usize::try_from(self.bytes).unwrap_or(usize::MAX)))
    }
}

/// `12 bytes`, `1.5 KiB`, `3.0 MiB`.
#[must_use]
pub fn size_text(bytes: usize) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

fn check(
    files: &BTreeMap<FilePath, FileContent>,
    files_max: usize,
    bytes_max: usize,
    of: &str,
) -> Result<(), ApiError> {
    let refuse = |message: String| Err(ApiError::new(ErrorCode::TooLarge, message));
    if files.len() > files_max {
        return refuse(format!("the function has {} files, the limit{of} is {files_max}", files.len()));
    }
    let bytes: usize = files.values().map(FileContent::byte_length).sum();
    if bytes > bytes_max {
        return refuse(format!("the code is {}, the limit{of} is {} MiB", size_text(bytes), bytes_max / 1_048_576));
    }
    Ok(())
}

impl Code {
    /// Checks number and total size of the files.
    ///
    /// # Errors
    /// [`ErrorCode::TooLarge`] with the limit and the value; [`ErrorCode::Invalid`] when there is no file.
    pub fn new(files: BTreeMap<FilePath, FileContent>) -> Result<Self, ApiError> {
        check(&files, CODE_FILES_MAX, CODE_BYTES_MAX, "")?;
        let code = Self(files);
        code.check_not_empty()?;
        Ok(code)
    }

    /// Code that a page edits.
    ///
    /// # Errors
    /// As [`Code::new`], with the limits of the editor.
    pub fn inline(files: BTreeMap<FilePath, FileContent>) -> Result<Self, ApiError> {
        let code = Self::excerpt(files)?;
        code.check_not_empty()?;
        Ok(code)
    }

    /// Some files of a [`LargePackage`]; there may be none that can be shown.
    ///
    /// # Errors
    /// As [`Code::inline`].
    pub fn excerpt(files: BTreeMap<FilePath, FileContent>) -> Result<Self, ApiError> {
        check(&files, INLINE_FILES_MAX, INLINE_BYTES_MAX, OF_THE_EDITOR)?;
        Ok(Self(files))
    }

    /// Only the excerpt of a package may have no file.
    ///
    /// # Errors
    /// [`ErrorCode::Invalid`] when there is none.
    pub fn check_not_empty(&self) -> Result<(), ApiError> {
        match self.0.is_empty() {
            true => Err(ApiError::invalid("code", "the function has no file; it needs at least one")),
            false => Ok(()),
        }
    }

    /// The code of one text file.
    ///
    /// # Errors
    /// As [`FilePath::parse`] and [`Code::inline`].
    pub fn of_text(path: &str, text: impl Into<String>) -> Result<Self, ApiError> {
        Self::inline(BTreeMap::from([(FilePath::parse(path)?, FileContent::Text(text.into()))]))
    }

    /// The files, by path.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<FilePath, FileContent> {
        &self.0
    }
}

impl TryFrom<BTreeMap<FilePath, FileContent>> for Code {
    type Error = ApiError;
    fn try_from(files: BTreeMap<FilePath, FileContent>) -> Result<Self, ApiError> {
        Self::excerpt(files)
    }
}

impl From<Code> for BTreeMap<FilePath, FileContent> {
    fn from(code: Code) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_functions_folder() {
        for good in ["index.mjs", "lib/util.mjs", "ünï.js", ".env"] {
            assert!(FilePath::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "/etc/passwd", "../x", "a//b", "a/./b", "a\\b", "c:x", "a\0b", "a/"] {
            assert!(FilePath::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ten_megabytes_of_code_are_refused_with_limit_and_value() {
        let error = Code::of_text("index.js", "x".repeat(10 * 1_048_576)).map_err(|e| e.message);
        assert_eq!(error, Err("the code is 10.0 MiB, the limit of the inline editor is 3 MiB".to_owned()));
    }
}
