/// The longest path, in bytes.
const PATH_BYTES_MAX: usize = 4096;
/// The longest name in a path, in bytes.
const NAME_BYTES_MAX: usize = 255;

/// One step of a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Name<'a> {
    Parent,
    Child(&'a str),
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PathError {
    TooLong,
    Empty,
    NotText,
}

/// A path taken apart: its steps, and whether it can only mean a folder (it ends in `/` or `/.`).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Path<'a> {
    pub(crate) absolute: bool,
    pub(crate) names: Vec<Name<'a>>,
    pub(crate) folder_only: bool,
}

impl<'a> Path<'a> {
    pub(crate) fn parse(path: &'a [u8]) -> Result<Path<'a>, PathError> {
        if path.len() > PATH_BYTES_MAX {
            return Err(PathError::TooLong);
        }
        let text = std::str::from_utf8(path).map_err(|_not_utf8| PathError::NotText)?;
        if text.is_empty() || text.contains('\0') {
            return Err(PathError::Empty);
        }
        let names: Vec<Name<'a>> = text
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".")
            .map(|part| if part == ".." { Name::Parent } else { Name::Child(part) })
            .collect();
        let too_long = |name: &Name<'_>| matches!(name, Name::Child(child) if child.len() > NAME_BYTES_MAX);
        if names.iter().any(too_long) {
            return Err(PathError::TooLong);
        }
        let folder_only = text.ends_with('/') || text.ends_with("/.") || text == ".";
        Ok(Path { absolute: text.starts_with('/'), names, folder_only })
    }
}
