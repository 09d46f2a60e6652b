//! The files of the draft while they are edited: adding, renaming, deleting, and what each is.

pub use api::code::size_text;
use api::code::{FileContent, FilePath, INLINE_FILES_MAX};
use api::config::Runtime;
use api::error::ApiError;
use std::collections::BTreeMap;

/// The files, by path. Unlike [`api::code::Code`] this may be over a limit for a while.
pub type Files = BTreeMap<FilePath, FileContent>;

/// The file to show first: the one that the handler names, else the first text, else the first.
#[must_use]
pub fn first_shown(files: &Files, handler: &str) -> Option<FilePath> {
    let module = handler.rsplit_once('.').map_or(handler, |(module, _)| module);
    let named = files.keys().find(|path| {
        path.as_str() == handler || path.as_str().rsplit_once('.').is_some_and(|(stem, _)| stem == module)
    });
    let text = || files.iter().find(|(_, content)| matches!(content, FileContent::Text(_))).map(|(path, _)| path);
    named.or_else(text).or_else(|| files.keys().next()).cloned()
}

/// A free name for a new file, with the extension that suits the runtime.
#[must_use]
pub fn suggested_name(files: &Files, runtime: Runtime) -> String {
    let extension = match runtime {
        Runtime::NodeJs24 => "mjs",
        Runtime::Python313 => "py",
        Runtime::Ruby40 => "rb",
        Runtime::Provided => "wat",
    };
    let taken = |name: &str| files.keys().any(|path| path.as_str() == name);
    let numbered = (2..=INLINE_FILES_MAX).map(|n| format!("util{n}.{extension}"));
    let plain = format!("util.{extension}");
    std::iter::once(plain.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(plain)
}

/// Checks a name for a file that is added, or renamed from `former`.
///
/// # Errors
/// Says which rule it breaks, or what it collides with.
pub fn check_name(files: &Files, name: &str, former: Option<&FilePath>) -> Result<FilePath, ApiError> {
    let path = FilePath::parse(name.trim())?;
    let refuse = |why: String| Err(ApiError::invalid(format!("file:{path}"), why));
    for other in files.keys().filter(|other| Some(*other) != former) {
        if *other == path {
            return refuse(format!("there is a file `{path}` already"));
        }
        let (long, short) = if other > &path { (other, &path) } else { (&path, other) };
        if long.as_str().strip_prefix(short.as_str()).is_some_and(|rest| rest.starts_with('/')) {
            return refuse(format!("`{short}` cannot be a file and a folder (`{long}`)"));
        }
    }
    if former.is_none() && files.len() >= INLINE_FILES_MAX {
        return refuse(format!("the function has {} files, the limit is {INLINE_FILES_MAX}", files.len()));
    }
    Ok(path)
}

/// Renames a file that exists.
///
/// # Errors
/// As [`check_name`].
pub fn rename(files: &mut Files, former: &FilePath, name: &str) -> Result<FilePath, ApiError> {
    let path = check_name(files, name, Some(former))?;
    if let Some(content) = files.remove(former) {
        files.insert(path.clone(), content);
    }
    Ok(path)
}

/// Takes a file out, unless it is the last one.
///
/// # Errors
/// The last file cannot be deleted.
pub fn remove(files: &mut Files, path: &FilePath) -> Result<Option<FileContent>, ApiError> {
    match files.len() {
        0 | 1 => Err(ApiError::invalid("code", format!("`{path}` is the only file; a function needs at least one"))),
        _ => Ok(files.remove(path)),
    }
}

/// What is kept of an uploaded file: text if it is UTF-8 without a zero byte, else base64.
#[must_use]
pub fn content_of(bytes: Vec<u8>) -> FileContent {
    match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => FileContent::Text(text),
        Ok(text) => FileContent::Base64(base64(text.as_bytes())),
        Err(error) => FileContent::Base64(base64(error.as_bytes())),
    }
}

/// Refuses a source file that is not UTF-8: an editor cannot show it, and engines would read other letters than were meant.
///
/// # Errors
/// Says where the first byte is that breaks it.
pub fn check_source(path: &FilePath, bytes: &[u8]) -> Result<(), ApiError> {
    const SOURCES: [&str; 8] = ["js", "mjs", "cjs", "ts", "mts", "cts", "json", "wat"];
    let Err(error) = std::str::from_utf8(bytes) else { return Ok(()) };
    let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
    if !SOURCES.contains(&path.extension().as_str()) {
        return Ok(());
    }
    let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
    let byte = bytes.get(good.len()).copied().unwrap_or_default();
    let message =
        format!("`{path}` is not UTF-8: line {line} has the byte 0x{byte:02X}; save it as UTF-8 and upload it again");
    Err(ApiError::invalid(format!("file:{path}"), message))
}

/// Standard base64 with padding; a dozen lines are less to load in the browser than a crate.
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().enumerate().fold(0_u32, |word, (i, byte)| word | u32::from(*byte) << (16 - 8 * i));
        for i in 0..4 {
            let index = (word >> (18 - 6 * i)) as usize & 63;
            let letter = ALPHABET.get(index).copied().map_or('=', char::from);
            text.push(if i <= chunk.len() { letter } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn files(paths: &[&str]) -> Files {
        paths.iter().map(|p| (FilePath::parse(*p).unwrap(), FileContent::Text(String::new()))).collect()
    }

    fn path(text: &str) -> FilePath {
        FilePath::parse(text).unwrap()
    }

    #[test]
    fn the_handlers_file_is_shown_first() {
        let check = |paths: &[&str], handler: &str, expected: Option<&str>| {
            let shown = first_shown(&files(paths), handler);
            assert_eq!(shown.as_ref().map(FilePath::as_str), expected, "{handler}");
        };
        check(&["a.mjs", "index.mjs"], "index.handler", Some("index.mjs"));
        check(&["a.mjs", "src/app.js"], "src/app.main", Some("src/app.js"));
        check(&["a.txt", "main.wat"], "main.wat", Some("main.wat"));
        check(&["b.mjs", "c.mjs"], "gone.handler", Some("b.mjs"));
        check(&[], "index.handler", None);
    }

    #[test]
    fn names_that_collide_are_refused() {
        let there = files(&["index.mjs", "lib/util.mjs"]);
        let check = |name: &str, former: Option<&FilePath>, expected: &str| {
            let answer = check_name(&there, name, former).map_or_else(|e| e.message, |p| p.to_string());
            assert_eq!(answer, expected);
        };
        check(" new.mjs ", None, "new.mjs");
        check("index.mjs", None, "there is a file `index.mjs` already");
        check("index.mjs", Some(&path("index.mjs")), "index.mjs");
        check("lib", None, "`lib` cannot be a file and a folder (`lib/util.mjs`)");
        check("index.mjs/x", None, "`index.mjs` cannot be a file and a folder (`index.mjs/x`)");
        check(
            "../x",
            None,
            "the file name `../x` must be a path below the function's folder, without `.`, `..` or an empty part",
        );
    }

    #[test]
    fn renaming_keeps_the_text_and_the_last_file_stays() {
        let mut there = files(&["a.mjs"]);
        there.insert(path("a.mjs"), FileContent::Text("x".to_owned()));
        assert_eq!(rename(&mut there, &path("a.mjs"), "b.mjs").unwrap(), path("b.mjs"));
        assert_eq!(there.get(&path("b.mjs")), Some(&FileContent::Text("x".to_owned())));
        assert!(remove(&mut there, &path("b.mjs")).is_err());
        assert_eq!(there.len(), 1);
    }

    #[test]
    fn a_new_file_has_a_free_name() {
        assert_eq!(suggested_name(&files(&["index.mjs"]), Runtime::NodeJs24), "util.mjs");
        assert_eq!(suggested_name(&files(&["lambda_function.py"]), Runtime::Python313), "util.py");
        assert_eq!(suggested_name(&files(&["lambda_function.rb"]), Runtime::Ruby40), "util.rb");
        assert_eq!(suggested_name(&files(&["util.mjs", "util2.mjs"]), Runtime::NodeJs24), "util3.mjs");
    }

    #[test]
    fn sources_must_be_utf8_and_other_files_need_not() {
        let check = |name: &str, bytes: &[u8]| check_source(&path(name), bytes).map_err(|error| error.message);
        assert_eq!(check("index.mjs", "grüße".as_bytes()), Ok(()));
        assert_eq!(check("logo.png", b"\x89PNG"), Ok(()));
        let expected = "`lib/a.MJS` is not UTF-8: line 2 has the byte 0xFC; save it as UTF-8 and upload it again";
        assert_eq!(check("lib/a.MJS", b"// one\n'gr\xfc'\n"), Err(expected.to_owned()));
    }

    #[test]
    fn uploads_are_text_or_base64() {
        assert_eq!(content_of("grüße".into()), FileContent::Text("grüße".to_owned()));
        assert_eq!(content_of(b"\0asm\x01\0\0\0".to_vec()), FileContent::Base64("AGFzbQEAAAA=".to_owned()));
        assert_eq!(content_of(vec![0xff, 0xfe]), FileContent::Base64("//4=".to_owned()));
        for (bytes, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
    }
}
