//! The ranges and the rules of settings.

use super::*;

#[test]
fn memory_out_of_range_is_refused_in_lambdas_words() {
    let error = MemoryMib::new(64).map_err(|e| e.message);
    let expected = "1 validation error detected: Value '64' at 'memorySize' failed to satisfy constraint: \
                    Member must have value greater than or equal to 128";
    assert_eq!(error, Err(expected.to_owned()));
    assert!(MemoryMib::new(10_240).is_ok() && MemoryMib::new(10_241).is_err());
}

#[test]
fn environment_rules() {
    let check = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        EnvironmentVariables::new(pairs).map_or_else(|e| e.message, |_| "ok".to_owned())
    };
    assert_eq!(check(&[("STAGE", "dev"), ("A_1", "")]), "ok");
    assert!(check(&[("A", "x")]).contains("at least 2 characters"));
    assert!(check(&[("AWS_REGION", "x")]).ends_with("Reserved keys used in this request: AWS_REGION"));
    assert_eq!(check(&[("AB", "x"), ("AB", "y")]), "`AB` is set twice");
    assert!(check(&[("BIG", &"x".repeat(4_096))]).contains("exceeded the 4KB limit"));
}
