//! Lambda's model: the tables in this folder are made from botocore's, and this is what they are made of.

mod inputs;
mod operations;
mod structures;
mod values;

pub(crate) use inputs::*;
pub(crate) use operations::{OPERATIONS, Operation};

/// How an operation is called.
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) operation: Operation,
    pub(crate) name: &'static str,
    method: &'static str,
    /// A path with labels, and perhaps a query that must be there.
    uri: &'static str,
    /// Of success.
    pub(crate) status: u16,
}

const fn bind(
    operation: Operation,
    name: &'static str,
    method: &'static str,
    uri: &'static str,
    status: u16,
) -> Binding {
    Binding { operation, name, method, uri, status }
}

/// What an operation takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input(pub(crate) &'static [Member]);

/// A part of an input or of a structure.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) location: Location,
    /// Its name there.
    pub(crate) wire: &'static str,
    pub(crate) shape: &'static Shape,
    pub(crate) required: bool,
}

const fn member(name: &'static str, location: Location, wire: &'static str, shape: &'static Shape) -> Member {
    Member { name, location, wire, shape, required: false }
}

const fn must(name: &'static str, location: Location, wire: &'static str, shape: &'static Shape) -> Member {
    Member { name, location, wire, shape, required: true }
}

/// Where a member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Location {
    Uri,
    Query,
    Header,
    /// A field of the JSON body.
    Body,
    /// The whole body.
    Payload,
}

/// What a value may be.
#[derive(Debug)]
pub(crate) enum Shape {
    /// Shortest, longest, pattern.
    Text(Option<i64>, Option<i64>, Option<&'static str>),
    OneOf(&'static [&'static str]),
    /// Least, most.
    Number(Option<i64>, Option<i64>),
    Fraction,
    Switch,
    /// Base64.
    Blob,
    Structure(&'static [Member]),
    List(&'static Shape),
    Map(&'static Shape, &'static Shape),
}

/// The operation that a request names, and the labels of its path.
pub(crate) fn route(
    method: &str,
    path: &str,
    query: &[(String, String)],
) -> Option<(&'static Binding, Vec<(&'static str, String)>)> {
    let candidates = OPERATIONS.iter().filter(|binding| binding.method == method);
    let mut found: Vec<_> =
        candidates.filter_map(|binding| Some((binding, labels(binding.uri, path, query)?))).collect();
    // An operation that wants a certain query comes before the one of the same path that does not.
    found.sort_by_key(|(binding, labels)| (!binding.uri.contains('?'), labels.len()));
    found.into_iter().next()
}

fn labels(uri: &'static str, path: &str, query: &[(String, String)]) -> Option<Vec<(&'static str, String)>> {
    let (pattern, wanted) = uri.split_once('?').unwrap_or((uri, ""));
    if let Some((name, value)) = wanted.split_once('=')
        && !query.iter().any(|(key, given)| key == name && given == value)
    {
        return None;
    }
    // Older clients end some paths with a slash.
    let (mut given, mut labels) = (path.trim_end_matches('/').split('/'), Vec::new());
    for part in pattern.split('/') {
        let segment = given.next()?;
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(_) if segment.is_empty() => return None,
            Some(label) => labels.push((label, crate::sigv4::decode(segment))),
            None if part == segment => {}
            None => return None,
        }
    }
    given.next().is_none().then_some(labels)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    fn check(method: &str, path: &str, query: &[(&str, &str)], expected: Option<(&str, &[&str])>) {
        let query: Vec<(String, String)> = query.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let found = route(method, path, &query);
        let found = found.as_ref().map(|(binding, labels)| {
            (binding.name, labels.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>())
        });
        assert_eq!(found, expected.map(|(name, labels)| (name, labels.to_vec())), "{method} {path}");
    }

    #[test]
    fn requests_find_their_operation() {
        check("POST", "/2015-03-31/functions", &[], Some(("CreateFunction", &[])));
        check("GET", "/2015-03-31/functions/", &[], Some(("ListFunctions", &[])));
        check("POST", "/2015-03-31/functions/a/invocations", &[], Some(("Invoke", &["a"])));
        let arn = "/2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Aa";
        check("GET", arn, &[], Some(("ListTags", &["arn:aws:lambda:us-east-1:1:function:a"])));
        check("GET", "/2018-10-31/layers", &[], Some(("ListLayers", &[])));
        check("GET", "/2018-10-31/layers", &[("find", "LayerVersion")], Some(("GetLayerVersionByArn", &[])));
        check("GET", "/2015-03-31/functions//configuration", &[], None);
        check("PATCH", "/2015-03-31/functions", &[], None);
        check("GET", "/2015-03-31/nothing", &[], None);
    }

    #[test]
    fn every_operation_is_found_by_its_own_address() {
        for binding in &OPERATIONS {
            let (path, query) = binding.uri.split_once('?').unwrap_or((binding.uri, ""));
            let query: Vec<(String, String)> =
                query.split_once('=').map(|(n, v)| (n.to_owned(), v.to_owned())).into_iter().collect();
            let found = route(binding.method, path, &query).map(|(binding, _)| binding.name);
            assert_eq!(found, Some(binding.name));
        }
    }

    fn check_patterns(shape: &Shape) {
        match shape {
            Shape::Text(_, _, Some(pattern)) => {
                regex::Regex::new(&format!("^(?:{pattern})$")).unwrap_or_else(|error| panic!("{error}"));
            }
            Shape::Structure(members) => members.iter().for_each(|member| check_patterns(member.shape)),
            Shape::List(of) => check_patterns(of),
            Shape::Map(name, value) => [name, value].into_iter().for_each(|of| check_patterns(of)),
            _ => {}
        }
    }

    #[test]
    fn every_pattern_of_the_model_can_be_checked() {
        for input in
            [CREATE_FUNCTION, UPDATE_FUNCTION_CONFIGURATION, INVOKE, LIST_FUNCTIONS, TAG_RESOURCE, GET_FUNCTION]
        {
            input.0.iter().for_each(|member| check_patterns(member.shape));
        }
    }
}
