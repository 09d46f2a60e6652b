//! What patterns let through: the operators of Lambda's event filtering one by one, and what is no pattern.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::EventPattern;
use serde_json::{Value, json};

/// A pattern for the field `x`, values of `x` that it lets through, and others.
#[track_caller]
fn check(rules: Value, through: &[Value], not: &[Value]) {
    let pattern = EventPattern::parse(&json!({ "x": rules }).to_string()).unwrap();
    for value in through {
        assert!(pattern.matches(&json!({ "x": value })), "{value} is to come through {rules}");
    }
    for value in not {
        assert!(!pattern.matches(&json!({ "x": value })), "{value} is not to come through {rules}");
    }
}

#[track_caller]
fn check_whole(pattern: Value, event: Value, expected: bool) {
    assert_eq!(EventPattern::parse(&pattern.to_string()).unwrap().matches(&event), expected, "{event} by {pattern}");
}

#[test]
fn a_value_is_one_of_those_that_are_listed() {
    check(json!(["a", "b"]), &[json!("a"), json!("b")], &[json!("A"), json!("ab"), json!(null), json!({ "a": "a" })]);
    check(json!([null]), &[json!(null)], &[json!("null"), json!(""), json!(0)]);
    check(json!([""]), &[json!("")], &[json!(null), json!(" ")]);
    check(json!([true]), &[json!(true)], &[json!("true"), json!(false), json!(1)]);
    check(json!([300]), &[json!(300), json!(300.0), json!(3.0e2)], &[json!("300"), json!(301)]);
    check(json!([9_007_199_254_740_993_u64]), &[json!(9_007_199_254_740_993_u64)], &[json!(9_007_199_254_740_992_u64)]);
    // A list is let through by one of its elements.
    check(json!(["a"]), &[json!(["z", "a"]), json!([["a"]])], &[json!([]), json!(["z"])]);
}

#[test]
fn texts_by_their_beginning_their_end_and_their_letters() {
    check(json!([{ "prefix": "us-" }]), &[json!("us-1"), json!("us-")], &[json!("US-1"), json!("eu-us-"), json!(5)]);
    check(json!([{ "suffix": ".png" }]), &[json!("a.png")], &[json!("a.PNG"), json!("png")]);
    check(json!([{ "prefix": { "equals-ignore-case": "US" } }]), &[json!("us-1"), json!("Us")], &[json!("eu")]);
    check(json!([{ "suffix": { "equals-ignore-case": ".PNG" } }]), &[json!("a.png")], &[json!("a.gif")]);
    check(json!([{ "equals-ignore-case": "Ünder" }]), &[json!("üNDER")], &[json!("under"), json!("ünders")]);
    check(
        json!([{ "wildcard": "a*b*c" }]),
        &[json!("abc"), json!("axxbyyc"), json!("abcbc")],
        &[json!("ac"), json!("abcd")],
    );
    check(json!([{ "wildcard": "*" }]), &[json!(""), json!("x")], &[json!(5)]);
    check(json!([{ "wildcard": "\\**\\\\" }]), &[json!("*x\\"), json!("*\\")], &[json!("x\\"), json!("*x")]);
    check(json!([{ "wildcard": "ab*ba" }]), &[json!("abba")], &[json!("aba")]);
    check(json!([{ "cidr": "10.0.0.0/24" }]), &[json!("10.0.0.255")], &[json!("10.0.1.0"), json!("::1"), json!("x")]);
    check(
        json!([{ "cidr": "2001:db8::/32" }, { "cidr": "0.0.0.0/0" }]),
        &[json!("2001:db8::1"), json!("1.2.3.4")],
        &[json!("2001:db9::")],
    );
}

#[test]
fn numbers_by_comparison() {
    check(json!([{ "numeric": ["=", 5] }]), &[json!(5), json!(5.0)], &[json!(5.1), json!("5")]);
    check(json!([{ "numeric": [">", 0, "<=", 5] }]), &[json!(0.1), json!(5)], &[json!(0), json!(5.01)]);
    check(json!([{ "numeric": ["<", 0] }, { "numeric": [">=", 10] }]), &[json!(-1), json!(10)], &[json!(0), json!(9)]);
}

#[test]
fn anything_but_those() {
    check(
        json!([{ "anything-but": "a" }]),
        &[json!("b"), json!(5), json!(["a", "b"])],
        &[json!("a"), json!(["a"]), json!([])],
    );
    check(json!([{ "anything-but": [1, 2] }]), &[json!(3), json!("1")], &[json!(1), json!(2.0)]);
    check(json!([{ "anything-but": { "prefix": "x-" } }]), &[json!("y-1")], &[json!("x-1")]);
    check(json!([{ "anything-but": { "suffix": [".a", ".b"] } }]), &[json!("1.c")], &[json!("1.a"), json!("1.b")]);
    check(json!([{ "anything-but": { "equals-ignore-case": ["A"] } }]), &[json!("b")], &[json!("a")]);
    check(json!([{ "anything-but": { "wildcard": "*/bin/*" } }]), &[json!("/lib/x")], &[json!("/bin/x")]);
    check_whole(json!({ "x": [{ "anything-but": "a" }] }), json!({}), false);
}

#[test]
fn whether_a_field_is_there() {
    let (there, missing) = (json!({ "x": [{ "exists": true }] }), json!({ "x": [{ "exists": false }] }));
    for (event, is_there) in [
        (json!({ "x": null }), true),
        (json!({ "x": [1] }), true),
        (json!({}), false),
        // Only a leaf exists.
        (json!({ "x": { "y": 1 } }), false),
        (json!({ "x": [] }), false),
    ] {
        check_whole(there.clone(), event.clone(), is_there);
        check_whole(missing.clone(), event, !is_there);
    }
    check_whole(json!({ "a": { "b": [{ "exists": false }] } }), json!({}), true);
    check_whole(json!({ "a": { "b": [{ "exists": false }, "ok"] } }), json!({ "a": { "b": "ok" } }), true);
}

#[test]
fn fields_and_alternatives_together() {
    let and = json!({ "a": { "b": ["1"] }, "c": ["2"] });
    check_whole(and.clone(), json!({ "a": { "b": "1", "more": 0 }, "c": "2" }), true);
    check_whole(and, json!({ "a": { "b": "1" }, "c": "3" }), false);
    let or = json!({ "k": ["v"], "$or": [{ "a": [1] }, { "b": { "c": [{ "exists": true }] } }] });
    check_whole(or.clone(), json!({ "k": "v", "a": 1 }), true);
    check_whole(or.clone(), json!({ "k": "v", "b": { "c": 0 } }), true);
    check_whole(or.clone(), json!({ "k": "v", "a": 2 }), false);
    check_whole(or, json!({ "a": 1 }), false);
    // Both of one element of a list.
    let both = json!({ "items": { "id": [1], "ok": [true] } });
    check_whole(both.clone(), json!({ "items": [{ "id": 2, "ok": true }, { "id": 1, "ok": true }] }), true);
    check_whole(both, json!({ "items": [{ "id": 1, "ok": false }, { "id": 2, "ok": true }] }), false);
    // One that lists no alternatives is a field.
    check_whole(json!({ "$or": ["a"] }), json!({ "$or": "a" }), true);
}

#[test]
fn what_is_no_pattern_is_refused_with_its_place() {
    let refused = |text: &str| EventPattern::parse(text).unwrap_err().to_string();
    for (text, part) in [
        ("simple string", "not JSON"),
        ("null", "not a JSON object"),
        ("[]", "not a JSON object"),
        ("{}", "is empty"),
        (r#"{"eventSource":"aws:sqs"}"#, "`eventSource` is neither a list nor an object"),
        (r#"{"eventSource":[]}"#, "the list at `eventSource` is empty"),
        (r#"{"a":{"b":{}}}"#, "the object at `a.b` is empty"),
        (r#"{"a":[["x"]]}"#, "holds a list"),
        (r#"{"a":[{"prefix":"x","suffix":"y"}]}"#, "has 2 names"),
        (r#"{"a":[{}]}"#, "has 0 names"),
        (r#"{"a":[{"like":"x"}]}"#, "there is no rule `like`, at `a`"),
        (r#"{"a":[{"prefix":5}]}"#, "`prefix` at `a` cannot be 5"),
        (r#"{"a":[{"exists":"yes"}]}"#, "`exists` at `a` cannot be"),
        (r#"{"a":[{"numeric":["<","5"]}]}"#, "`numeric` at `a`"),
        (r#"{"a":[{"numeric":["<",5,">",1]}]}"#, "`numeric` at `a`"),
        (r#"{"a":[{"numeric":[">",5,"<",5]}]}"#, "`numeric` at `a`"),
        (r#"{"a":[{"numeric":[]}]}"#, "`numeric` at `a`"),
        (r#"{"a":[{"anything-but":[]}]}"#, "is empty"),
        (r#"{"a":[{"anything-but":["x",1]}]}"#, "of one kind"),
        (r#"{"a":[{"anything-but":{"numeric":["=",1]}}]}"#, "cannot have `numeric`"),
        (r#"{"a":[{"wildcard":"a**b"}]}"#, "`wildcard` at `a`"),
        (r#"{"a":[{"wildcard":"a\\b"}]}"#, "`wildcard` at `a`"),
        (r#"{"a":[{"cidr":"10.0.0.0/33"}]}"#, "`cidr` at `a`"),
        (r#"{"$or":[{"a":["x"]},{}]}"#, "is empty"),
    ] {
        assert!(refused(text).contains(part), "{text}: {}", refused(text));
    }
    let deep = format!("{}[1]{}", r#"{"a":"#.repeat(10_000), "}".repeat(10_000));
    assert!(refused(&deep).contains("not JSON"));
}
