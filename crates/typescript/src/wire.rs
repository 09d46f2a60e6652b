//! What goes between the server and the compiler's process. Lengths are little-endian `u32`.
//!
//! There: each file as name and text. Back: each file's result as it is done, a script as 0 or 1 for its format, then code
//! and map; a fault as 2, then message, line and column.

use std::io::{self, Read};

use crate::{Compiled, Fault, Format, Script, Source};

/// The longest part of a message, in bytes: a map takes 16 bytes a place.
const PART_BYTES_MAX: usize = 256 * 1024 * 1024;
const MODULE: u8 = 0;
const COMMON: u8 = 1;
const FAULT: u8 = 2;

pub(crate) fn write_sources(sources: &[Source]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for Source { name, text } in sources {
        part(&mut bytes, name.as_bytes());
        part(&mut bytes, text.as_bytes());
    }
    bytes
}

/// All that were written, to the end.
pub(crate) fn read_sources(from: &mut impl Read) -> io::Result<Vec<Source>> {
    let mut sources = Vec::new();
    while let Some(name) = optional_part(from)? {
        sources.push(Source { name: text(name)?, text: text(read_part(from)?)? });
    }
    Ok(sources)
}

pub(crate) fn write_compiled(compiled: &Compiled) -> Vec<u8> {
    let mut bytes = Vec::new();
    match compiled {
        Ok(Script { format, code, map }) => {
            bytes.push(if *format == Format::Module { MODULE } else { COMMON });
            part(&mut bytes, code.as_bytes());
            part(&mut bytes, map);
        }
        Err(Fault { message, line, column }) => {
            bytes.push(FAULT);
            part(&mut bytes, message.as_bytes());
            bytes.extend_from_slice(&line.to_le_bytes());
            bytes.extend_from_slice(&column.to_le_bytes());
        }
    }
    bytes
}

/// The next result, or nothing at the end.
pub(crate) fn read_compiled(from: &mut impl Read) -> io::Result<Option<Compiled>> {
    let mut tag = [0];
    if from.read(&mut tag)? == 0 {
        return Ok(None);
    }
    let compiled = match tag {
        [MODULE] => Ok(script(Format::Module, from)?),
        [COMMON] => Ok(script(Format::CommonJs, from)?),
        [FAULT] => {
            let message = text(read_part(from)?)?;
            Err(Fault { message, line: number(from)?, column: number(from)? })
        }
        [other] => return Err(invalid(format!("an unknown answer {other}"))),
    };
    Ok(Some(compiled))
}

fn script(format: Format, from: &mut impl Read) -> io::Result<Script> {
    Ok(Script { format, code: text(read_part(from)?)?, map: read_part(from)? })
}

fn part(bytes: &mut Vec<u8>, data: &[u8]) {
    bytes.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend_from_slice(data);
}

fn number(from: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    from.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

fn read_part(from: &mut impl Read) -> io::Result<Vec<u8>> {
    optional_part(from)?.ok_or_else(|| invalid("a message without its end".to_owned()))
}

/// Nothing when there is not a byte left.
fn optional_part(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut first = [0];
    if from.read(&mut first)? == 0 {
        return Ok(None);
    }
    let mut rest = [0; 3];
    from.read_exact(&mut rest)?;
    let length = u32::from_le_bytes([first[0], rest[0], rest[1], rest[2]]) as usize;
    if length > PART_BYTES_MAX {
        return Err(invalid(format!("a part of {length} bytes")));
    }
    // Taken as it comes: a length alone reserves nothing.
    let mut bytes = Vec::new();
    from.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() < length {
        return Err(invalid("a message without its end".to_owned()));
    }
    Ok(Some(bytes))
}

fn text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|error| invalid(error.to_string()))
}

fn invalid(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
