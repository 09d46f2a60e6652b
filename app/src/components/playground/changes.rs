//! What differs between two drafts: the settings as a table, the files as comparisons.

use super::style::SELECT;
use crate::components::monaco::{Comparison, MonacoDiff};
use api::code::{FileContent, FilePath};
use api::function::{Change, Draft};
use leptos::prelude::*;

/// Two drafts to compare. Without an older one everything is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// What was.
    pub older: Option<Draft>,
    /// What is.
    pub newer: Option<Draft>,
}

impl Sides {
    fn changes(&self) -> Vec<Change> {
        match (&self.older, &self.newer) {
            (Some(older), Some(newer)) => newer.changes_since(older),
            (None, Some(newer)) => newer.code.files().keys().cloned().map(Change::FileAdded).collect(),
            (_, None) => Vec::new(),
        }
    }

    fn comparison(&self, path: &FilePath) -> Comparison {
        let text = |side: &Option<Draft>| match side.as_ref().and_then(|draft| draft.code.files().get(path)) {
            Some(FileContent::Text(text)) => text.clone(),
            Some(FileContent::Base64(_)) => "(not text)".to_owned(),
            None => String::new(),
        };
        Comparison { path: path.to_string(), original: text(&self.older), modified: text(&self.newer) }
    }
}

/// How a file differs, in a word, and which file.
fn file_change(change: &Change) -> Option<(&'static str, FilePath)> {
    match change {
        Change::FileAdded(path) => Some(("added", path.clone())),
        Change::FileRemoved(path) => Some(("removed", path.clone())),
        Change::FileChanged(path) => Some(("changed", path.clone())),
        Change::Setting { .. } => None,
    }
}

/// Settings, then files.
#[component]
pub fn ChangeList(
    /// What to compare.
    sides: Sides,
) -> impl IntoView {
    let changes = sides.changes();
    let files: Vec<_> = changes.iter().filter_map(file_change).collect();
    let settings: Vec<_> = changes.into_iter().filter(|change| matches!(change, Change::Setting { .. })).collect();
    view! {
        {(!settings.is_empty()).then(|| view! { <SettingChanges settings /> })}
        {(!files.is_empty()).then(|| view! { <FileChanges sides files /> })}
    }
}

#[component]
fn SettingChanges(settings: Vec<Change>) -> impl IntoView {
    let row = |change: Change| match change {
        Change::Setting { name, from, to } => Some(view! {
            <tr class="border-t border-divider">
                <th scope="row" class="py-1 pr-4 text-left font-medium">{name}</th>
                <td class="py-1 pr-4 font-mono text-muted">{shown(from)}</td>
                <td class="py-1 font-mono">{shown(to)}</td>
            </tr>
        }),
        Change::FileAdded(_) | Change::FileRemoved(_) | Change::FileChanged(_) => None,
    };
    view! {
        <table class="mb-3 w-full text-left">
            <caption class="mb-1 text-left font-medium">"Settings that change"</caption>
            <thead>
                <tr class="text-muted">
                    <th scope="col">"Setting"</th>
                    <th scope="col">"From"</th>
                    <th scope="col">"To"</th>
                </tr>
            </thead>
            <tbody>{settings.into_iter().filter_map(row).collect_view()}</tbody>
        </table>
    }
}

fn shown(value: String) -> String {
    if value.is_empty() { "none".to_owned() } else { value }
}

#[component]
fn FileChanges(sides: Sides, files: Vec<(&'static str, FilePath)>) -> impl IntoView {
    let chosen = RwSignal::new(files.first().map(|(_, path)| path.clone()));
    let sides = StoredValue::new(sides);
    let comparison = Signal::derive(move || {
        chosen.get().map(|path| sides.with_value(|sides| sides.comparison(&path))).unwrap_or_default()
    });
    let option = |(how, path): (&'static str, FilePath)| {
        view! { <option value=path.to_string()>{format!("{path} ({how})")}</option> }
    };
    let choose = move |event: leptos::ev::Event| chosen.set(FilePath::parse(event_target_value(&event)).ok());
    view! {
        <label class="mb-2 flex items-center gap-2">
            <span class="shrink-0 font-medium">"Files that change"</span>
            <select class=SELECT on:change=choose>{files.into_iter().map(option).collect_view()}</select>
        </label>
        <div class="mb-3">
            <MonacoDiff comparison />
        </div>
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use api::code::Code;
    use api::config::{FunctionConfig, Runtime};

    #[test]
    fn a_first_deploy_shows_every_file_as_new() {
        let code = Code::of_text("index.mjs", "x").unwrap();
        let draft = Draft::new(code, FunctionConfig::default_of(Runtime::NodeJs24));
        let first = Sides { older: None, newer: Some(draft.clone()) };
        assert_eq!(first.changes().iter().filter_map(file_change).map(|(how, _)| how).collect::<Vec<_>>(), ["added"]);
        let same = Sides { older: Some(draft.clone()), newer: Some(draft) };
        assert!(same.changes().is_empty());
    }
}
