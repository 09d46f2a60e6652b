use crate::files::FileError;
use crate::host::{NoMemory, OutOfBounds};

/// Error numbers of WASI preview 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Errno {
    Badf = 8,
    Exist = 20,
    Fault = 21,
    Inval = 28,
    Isdir = 31,
    Mfile = 33,
    Nametoolong = 37,
    Noent = 44,
    Nospc = 51,
    Notdir = 54,
    Notempty = 55,
    Notsup = 58,
    Perm = 63,
    Rofs = 69,
    Spipe = 70,
}

pub(super) type Answer<T = ()> = Result<T, Errno>;

/// What the guest gets: 0 or the error number.
pub(super) fn code(answer: Answer) -> u32 {
    match answer {
        Ok(()) => 0,
        Err(errno) => u32::from(errno as u16),
    }
}

impl From<OutOfBounds> for Errno {
    fn from(_: OutOfBounds) -> Errno {
        Errno::Fault
    }
}

impl From<NoMemory> for Errno {
    fn from(_: NoMemory) -> Errno {
        Errno::Fault
    }
}

impl From<FileError> for Errno {
    fn from(error: FileError) -> Errno {
        match error {
            FileError::NotFound => Errno::Noent,
            FileError::Exists => Errno::Exist,
            FileError::NotFolder => Errno::Notdir,
            FileError::IsFolder => Errno::Isdir,
            FileError::NotEmpty => Errno::Notempty,
            FileError::ReadOnly => Errno::Rofs,
            FileError::NoSpace => Errno::Nospc,
            FileError::NameTooLong => Errno::Nametoolong,
            FileError::Invalid => Errno::Inval,
            FileError::Escape => Errno::Perm,
        }
    }
}
