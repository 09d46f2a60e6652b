#![allow(clippy::unwrap_used, reason = "tests")]
use super::*;
use api::code::FileContent;
use api::config::Runtime;
use std::collections::HashSet;

/// Lines that a file of a template may have, so that it is read at a glance.
const LINES_MAX: usize = 24;

#[test]
fn every_template_makes_a_valid_function_with_the_file_of_its_handler() {
    let (mut identifiers, mut titles) = (HashSet::new(), HashSet::new());
    for id in TemplateId::ALL {
        let draft = id.draft().unwrap();
        let handler = draft.config.handler.as_str();
        let stem = if id.runtime() == Runtime::Provided { handler } else { handler.split('.').next().unwrap() };
        assert!(draft.code.files().keys().any(|path| path.as_str().starts_with(stem)), "{handler} of {id:?}");
        assert!(identifiers.insert(id.identifier()) && titles.insert(id.card().title), "{id:?} is there twice");
        assert_eq!(TemplateId::from_identifier(id.identifier()), Some(id));
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{}\"", id.identifier()));
    }
}

#[test]
fn every_file_is_short_and_says_first_what_it_shows() {
    for id in TemplateId::ALL {
        for (path, content) in id.draft().unwrap().code.files() {
            let FileContent::Text(text) = content else { continue };
            assert!(text.lines().count() <= LINES_MAX, "{path} of {id:?} has {} lines", text.lines().count());
            let first = text.lines().next().unwrap();
            assert!(["//", ";;", "/**", "# "].iter().any(|mark| first.starts_with(mark)), "{path} of {id:?}: {first}");
        }
    }
}

#[test]
fn every_group_has_a_template() {
    for group in TemplateGroup::ALL {
        assert!(TemplateId::ALL.iter().any(|id| id.card().group == group), "{}", group.label());
    }
}

#[test]
fn javascript_only_uses_variables_that_its_settings_or_lambda_give() {
    let draft = TemplateId::Environment.draft().unwrap();
    let names: Vec<_> = draft.config.environment.pairs().iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["STAGE", "GREETING"]);
}
