//! Zips: read with every check that a stranger's file needs, and made of files for who wants to download them.
//!
//! Properties wanted: what is read costs no more memory than the limits say, whatever the file claims; nothing but plain files
//! below the function's folder comes out; the same files always make the same zip, byte for byte.

use crate::Control;
use api::bucket::PackageSource;
use api::code::{CODE_BYTES_MAX, Code, FileContent, FilePath, ZIP_BYTES_MAX};
use api::error::{ApiError, ErrorCode};
use api::id::AccountId;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use tokio::sync::{Semaphore, SemaphorePermit};
use zip::read::ZipFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Entries of a zip, folders included.
pub const ZIP_ENTRIES_MAX: u16 = 24_000;
/// How many times its own size a zip may hold, once that is more than [`ZIP_RATIO_FREE_BYTES`].
pub const ZIP_RATIO_MAX: usize = 200;
/// What any zip may hold.
pub const ZIP_RATIO_FREE_BYTES: usize = 1_024 * 1_024;

/// How many zips are unpacked and stored at once; others wait. Each may cost its limit in memory.
const UNPACKED_AT_ONCE: usize = 2;

static UNPACKING: Semaphore = Semaphore::const_new(UNPACKED_AT_ONCE);

/// A zip and what it holds. While it lives it takes one of the places for unpacking.
pub(crate) struct Unpacked {
    pub(crate) zip: Vec<u8>,
    pub(crate) code: Code,
    _place: SemaphorePermit<'static>,
}

impl Control {
    /// Reads a package where it holds up nobody.
    ///
    /// # Errors
    /// As [`read`], and where there is no such object.
    pub(crate) async fn unpacked(&self, account: &AccountId, package: PackageSource) -> Result<Unpacked, ApiError> {
        let place = UNPACKING.acquire().await.map_err(|_closed| ended())?;
        let zip = match package {
            PackageSource::Zip(zip) if zip.len() >= ZIP_BYTES_MAX => {
                return Err(refuse(format!("Zipped size must be smaller than {ZIP_BYTES_MAX} bytes")));
            }
            PackageSource::Zip(zip) => zip,
            PackageSource::Object(object) => self.buckets.object(account, &object, OBJECT_BYTES_MAX).await?,
        };
        if zip.len() as u64 >= OBJECT_BYTES_MAX {
            return Err(refuse(format!("Unzipped size must be smaller than {CODE_BYTES_MAX} bytes")));
        }
        unpack(zip, place).await
    }
}

fn ended() -> ApiError {
    ApiError::new(ErrorCode::Unavailable, "the server is shutting down")
}

async fn unpack(zip: Vec<u8>, place: SemaphorePermit<'static>) -> Result<Unpacked, ApiError> {
    let reading = tokio::task::spawn_blocking(move || read(&zip).map(|code| (zip, code)));
    let (zip, code) = reading.await.map_err(|_cut_off| ended())??;
    Ok(Unpacked { zip, code, _place: place })
}

/// A zip from a bucket may be as large as what it holds, as on Lambda; then no zip can be within the limits.
const OBJECT_BYTES_MAX: u64 = CODE_BYTES_MAX as u64;

/// In Lambda's words.
const BROKEN: &str = "Could not unzip uploaded file. Please check your file, then try to upload again.";

fn refuse(message: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::Invalid, message)
}

fn broken(_why: impl std::fmt::Display) -> ApiError {
    refuse(BROKEN)
}

/// The files of a zip.
///
/// # Errors
/// Lambda's message where the file is no zip or too large; else the entry, the rule and the limit.
pub(crate) fn read(zip: &[u8]) -> Result<Code, ApiError> {
    let announced = announced_entries(zip).ok_or_else(|| refuse(BROKEN))?;
    if announced > ZIP_ENTRIES_MAX {
        return Err(refuse(format!("the zip has {announced} entries, the limit is {ZIP_ENTRIES_MAX}")));
    }
    let mut archive = ZipArchive::new(Cursor::new(zip)).map_err(broken)?;
    if archive.len() != usize::from(announced) {
        return Err(refuse("the zip names an entry twice"));
    }
    let bytes_max = CODE_BYTES_MAX.min(ZIP_RATIO_FREE_BYTES.max(zip.len().saturating_mul(ZIP_RATIO_MAX)));
    let (mut files, mut bytes) = (BTreeMap::new(), 0_usize);
    for index in 0..archive.len() {
        let raw = archive.by_index_raw(index).map_err(broken)?;
        let (path, is_folder) = (path_of(&raw)?, raw.is_dir());
        drop(raw);
        if is_folder {
            continue;
        }
        let entry = archive.by_index(index).map_err(broken)?;
        let content = content_of(entry, bytes_max.saturating_sub(bytes))?;
        bytes = bytes.saturating_add(content.len());
        if bytes > bytes_max {
            return Err(too_much(zip.len(), bytes_max));
        }
        if files.insert(path.clone(), as_file(content)).is_some() {
            return Err(refuse(format!("the zip names `{path}` twice")));
        }
    }
    if files.is_empty() {
        return Err(refuse("the zip has no file"));
    }
    Code::new(files).map_err(|error| ApiError { code: ErrorCode::Invalid, ..error })
}

/// Entries that the end of the zip announces: its last record, found from the back.
fn announced_entries(zip: &[u8]) -> Option<u16> {
    const SIGNATURE: [u8; 4] = [b'P', b'K', 5, 6];
    let at = zip.windows(SIGNATURE.len()).rposition(|window| window == SIGNATURE)?;
    let count = zip.get(at + 10..at + 12)?;
    Some(u16::from_le_bytes(count.try_into().ok()?))
}

/// The entry's path, if it is a plain file or folder that a function may have.
fn path_of<R: Read + ?Sized>(entry: &ZipFile<'_, R>) -> Result<FilePath, ApiError> {
    const KIND: u32 = 0o170_000;
    const KINDS: [u32; 3] = [0, 0o100_000, 0o040_000];
    let name = entry.name().map_err(broken)?;
    let path = FilePath::parse(name.trim_end_matches('/'))
        .map_err(|error| refuse(format!("in the zip, {}", error.message)))?;
    if entry.unix_mode().is_some_and(|mode| !KINDS.contains(&(mode & KIND))) {
        return Err(refuse(format!("in the zip, `{path}` is a link or a device; only files and folders are taken")));
    }
    if entry.encrypted() {
        return Err(refuse(format!("in the zip, `{path}` is encrypted")));
    }
    Ok(path)
}

/// What the entry holds; one byte more than `bytes_max` at most, whatever it claims.
fn content_of<R: Read + ?Sized>(entry: ZipFile<'_, R>, bytes_max: usize) -> Result<Vec<u8>, ApiError> {
    let mut content = Vec::new();
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    entry.take(limit).read_to_end(&mut content).map_err(broken)?;
    Ok(content)
}

fn too_much(zip_bytes: usize, bytes_max: usize) -> ApiError {
    if bytes_max == CODE_BYTES_MAX {
        return refuse(format!("Unzipped size must be smaller than {CODE_BYTES_MAX} bytes"));
    }
    refuse(format!("the zip of {zip_bytes} bytes holds more than {ZIP_RATIO_MAX} times its own size"))
}

/// What the editor can show is text.
fn as_file(content: Vec<u8>) -> FileContent {
    match String::from_utf8(content) {
        Ok(text) if !text.contains('\0') => FileContent::Text(text),
        Ok(text) => FileContent::Base64(STANDARD.encode(text)),
        Err(error) => FileContent::Base64(STANDARD.encode(error.as_bytes())),
    }
}

/// [`write`] where it holds up nobody.
///
/// # Errors
/// As [`write`].
pub(crate) async fn packed(code: Code) -> Result<Vec<u8>, ApiError> {
    tokio::task::spawn_blocking(move || write(&code)).await.map_err(|_cut_off| ended())?
}

/// A zip of these files: not compressed, in the order of their paths, all of one date, so that it never differs.
///
/// # Errors
/// When a file's base64 cannot be read.
pub(crate) fn write(code: &Code) -> Result<Vec<u8>, ApiError> {
    let fault = |why: String| ApiError::new(ErrorCode::Internal, format!("the zip cannot be made: {why}"));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in code.files() {
        let bytes = match content {
            FileContent::Text(text) => text.clone().into_bytes(),
            FileContent::Base64(text) => STANDARD.decode(text).map_err(|error| fault(error.to_string()))?,
        };
        zip.start_file(path.as_str(), options).map_err(|error| fault(error.to_string()))?;
        zip.write_all(&bytes).map_err(|error| fault(error.to_string()))?;
    }
    Ok(zip.finish().map_err(|error| fault(error.to_string()))?.into_inner())
}

#[cfg(test)]
mod tests;
