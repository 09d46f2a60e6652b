//! Making an alias, and moving one.

use super::{BUTTON, Changed, INPUT, Refused};
use crate::server_fns::aliases::{DeleteAlias, SaveAlias};
use api::alias::{Alias, FunctionVersion};
use api::id::{FunctionName, VersionNumber};
use leptos::prelude::*;

const FIELD: &str = "flex min-w-0 flex-col gap-1 text-sm";

/// A version to choose, by its number.
#[component]
fn VersionPicker(
    /// What a person calls it.
    label: &'static str,
    /// Its name in the form.
    name: &'static str,
    /// What stands before the versions: its value and its words.
    first: (&'static str, &'static str),
    /// The versions.
    numbers: Vec<VersionNumber>,
    /// The value that is chosen.
    chosen: String,
) -> impl IntoView {
    let option = |value: String, words: String| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    };
    let versions: Vec<_> =
        numbers.iter().map(|number| option(number.to_string(), format!("Version {number}"))).collect();
    view! {
        <label class=FIELD>
            {label}
            <select name=name class=INPUT>{option(first.0.to_owned(), first.1.to_owned())}{versions}</select>
        </label>
    }
}

/// What both forms have: versions, share, note.
#[component]
fn Fields(
    /// The versions.
    numbers: Vec<VersionNumber>,
    /// What is chosen now.
    alias: Option<Alias>,
) -> impl IntoView {
    let newest = numbers.first().map_or(FunctionVersion::Latest, |number| FunctionVersion::Number(*number));
    let version = alias.as_ref().map_or(newest, |alias| alias.version).to_string();
    let split = alias.as_ref().and_then(|alias| alias.split);
    let second = split.map(|split| split.version.to_string()).unwrap_or_default();
    let percent = split.map_or(0.0, |split| split.weight.percent()).to_string();
    let description = alias.map(|alias| alias.description).unwrap_or_default();
    view! {
        <VersionPicker label="Version" name="version" first=("$LATEST", "$LATEST") numbers=numbers.clone() chosen=version />
        <VersionPicker label="Second version" name="second" first=("", "None") numbers chosen=second />
        <label class=FIELD>
            "Share of the second, %"
            <input type="number" name="percent" min="0" max="100" step="any" value=percent class=format!("{INPUT} tabular-nums") />
        </label>
        <label class=format!("{FIELD} grow")>
            "Note"
            <input type="text" name="description" maxlength="256" value=description class=INPUT autocomplete="off" />
        </label>
    }
}

/// Which alias of which function a form is about.
#[component]
fn Named(of: (FunctionName, String)) -> impl IntoView {
    let (function, name) = of;
    view! {
        <input type="hidden" name="function" value=function.to_string() />
        <input type="hidden" name="name" value=name />
    }
}

/// An alias with the form that moves it.
#[component]
pub(super) fn AliasCard(
    /// The function.
    function: FunctionName,
    /// The alias.
    alias: Alias,
    /// The versions.
    numbers: Vec<VersionNumber>,
) -> impl IntoView {
    let (save, delete) = (ServerAction::<SaveAlias>::new(), ServerAction::<DeleteAlias>::new());
    let changed = expect_context::<Changed>();
    changed.after(save);
    changed.after(delete);
    let refused = move || {
        let error = save.value().get().and_then(Result::err).or_else(|| delete.value().get().and_then(Result::err));
        view! { <Refused error /> }
    };
    let name = alias.name.to_string();
    let (move_label, delete_label) = (format!("Move {name}"), format!("Delete {name}"));
    let (moved, deleted) = ((function.clone(), name.clone()), (function, name.clone()));
    view! {
        <li class="flex flex-col gap-2 rounded-card border border-divider p-3">
            <h3 class="font-mono font-medium">{name}</h3>
            <div class="flex flex-wrap items-end gap-2">
                <ActionForm action=save attr:class="flex grow flex-wrap items-end gap-2" attr:aria-label=move_label>
                    <Named of=moved.clone() />
                    <Fields numbers=numbers.clone() alias=Some(alias.clone()) />
                    <button type="submit" class=BUTTON>"Save"</button>
                </ActionForm>
                <ActionForm action=delete attr:aria-label=delete_label>
                    <Named of=deleted.clone() />
                    <button type="submit" class=BUTTON>"Delete"</button>
                </ActionForm>
            </div>
            {refused}
        </li>
    }
}

/// A new alias.
#[component]
pub(super) fn NewAliasForm(
    /// The function.
    function: FunctionName,
    /// The versions.
    numbers: Vec<VersionNumber>,
) -> impl IntoView {
    let save = ServerAction::<SaveAlias>::new();
    expect_context::<Changed>().after(save);
    let refused = move || view! { <Refused error=save.value().get().and_then(Result::err) /> };
    view! {
        <ActionForm
            action=save
            attr:class="flex flex-wrap items-end gap-2 rounded-card border border-dashed border-control p-3"
            attr:aria-label="New alias"
        >
            <input type="hidden" name="function" value=function.to_string() />
            <label class=FIELD>
                "Name"
                <input type="text" name="name" required maxlength="128" class=format!("{INPUT} font-mono") autocomplete="off" spellcheck="false" />
            </label>
            <Fields numbers=numbers.clone() alias=None />
            <button type="submit" class=BUTTON>"Add alias"</button>
            {refused}
        </ActionForm>
    }
}
