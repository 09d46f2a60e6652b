//! Every address of the dashboard, built in one place.

use crate::templates::TemplateId;
use api::config::Runtime;
use api::id::{FunctionName, RunId};
use api::run_filter::RunFilter;
use api::sqs::QueueName;

/// The front page.
#[must_use]
pub fn landing() -> String {
    "/".to_owned()
}

/// All functions.
#[must_use]
pub fn functions() -> String {
    "/functions".to_owned()
}

/// All functions, with an offer to bring `deleted` back.
#[must_use]
pub fn functions_after_delete(deleted: &FunctionName) -> String {
    format!("/functions?deleted={deleted}")
}

/// The picker for a new function.
#[must_use]
pub fn new_function() -> String {
    "/f/new".to_owned()
}

/// The picker with `template` chosen.
#[must_use]
pub fn new_from_template(template: TemplateId) -> String {
    format!("/f/new?template={}", template.identifier())
}

/// The picker with the templates of one runtime.
#[must_use]
pub fn new_for_runtime(runtime: Runtime) -> String {
    format!("/f/new?runtime={}", runtime.identifier())
}

/// The playground of one function.
#[must_use]
pub fn playground(function: &FunctionName) -> String {
    format!("/f/{function}")
}

/// The playground with one run shown.
#[must_use]
pub fn playground_run(function: &FunctionName, run: &RunId) -> String {
    format!("/f/{function}?run={run}")
}

/// The triggers of one function.
#[must_use]
pub fn triggers(function: &FunctionName) -> String {
    format!("/f/{function}/triggers")
}

/// The versions and aliases of one function.
#[must_use]
pub fn versions(function: &FunctionName) -> String {
    format!("/f/{function}/versions")
}

/// One function with what is around it.
#[must_use]
pub fn overview(function: &FunctionName) -> String {
    format!("/f/{function}/overview")
}

/// One function as a SAM template, which is a file.
#[must_use]
pub fn sam_export(function: &FunctionName) -> String {
    format!("/functions/{function}/sam")
}

/// All layers.
#[must_use]
pub fn layers() -> String {
    "/layers".to_owned()
}

/// The comparison of memory sizes of one function.
#[must_use]
pub fn tune(function: &FunctionName) -> String {
    format!("/f/{function}/tune")
}

/// The history of one function.
#[must_use]
pub fn runs(function: &FunctionName) -> String {
    format!("/f/{function}/runs")
}

/// The history of one function from the run after `before` on, as far as `filter` lets it through.
#[must_use]
pub fn runs_before(function: &FunctionName, filter: &RunFilter, before: &RunId) -> String {
    let joined = if filter.to_query().is_empty() { "" } else { "&" };
    format!("/f/{function}/runs?{}{joined}before={before}", filter.to_query())
}

/// The newest of those that `filter` lets through.
#[must_use]
pub fn runs_filtered(function: &FunctionName, filter: &RunFilter) -> String {
    match filter.to_query() {
        query if query.is_empty() => runs(function),
        query => format!("/f/{function}/runs?{query}"),
    }
}

/// One run.
#[must_use]
pub fn run(function: &FunctionName, run: &RunId) -> String {
    format!("/f/{function}/runs/{run}")
}

/// Where the picker of regions sends the choice.
#[must_use]
pub fn region() -> String {
    "/region".to_owned()
}

/// How programs reach the workspace.
#[must_use]
pub fn connect() -> String {
    "/connect".to_owned()
}

/// Asynchronous events.
#[must_use]
pub fn events() -> String {
    "/events".to_owned()
}

/// Queues of messages.
#[must_use]
pub fn queues() -> String {
    "/queues".to_owned()
}

/// Queues, with this one open. What a name can have needs no escaping.
#[must_use]
pub fn queue(name: &QueueName) -> String {
    format!("/queues?queue={name}")
}

/// Look, editor, price book, clock, and what is kept.
#[must_use]
pub fn settings() -> String {
    "/settings".to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn addresses_of_a_function_and_its_runs() {
        let name = FunctionName::parse("Resize_2-x").unwrap();
        let id = RunId::parse("8f1c0000-0000-4000-8000-000000000000").unwrap();
        assert_eq!(playground(&name), "/f/Resize_2-x");
        assert_eq!(playground_run(&name, &id), "/f/Resize_2-x?run=8f1c0000-0000-4000-8000-000000000000");
        assert_eq!(triggers(&name), "/f/Resize_2-x/triggers");
        assert_eq!(versions(&name), "/f/Resize_2-x/versions");
        assert_eq!(tune(&name), "/f/Resize_2-x/tune");
        assert_eq!(runs(&name), "/f/Resize_2-x/runs");
        assert_eq!(run(&name, &id), "/f/Resize_2-x/runs/8f1c0000-0000-4000-8000-000000000000");
        let failed = RunFilter::of_query(|part| (part == "state").then(|| "failed".to_owned())).unwrap();
        assert_eq!(runs_filtered(&name, &failed), "/f/Resize_2-x/runs?state=failed");
        assert_eq!(
            runs_before(&name, &failed, &id),
            "/f/Resize_2-x/runs?state=failed&before=8f1c0000-0000-4000-8000-000000000000"
        );
        assert_eq!(
            runs_before(&name, &RunFilter::default(), &id),
            "/f/Resize_2-x/runs?before=8f1c0000-0000-4000-8000-000000000000"
        );
    }
}
