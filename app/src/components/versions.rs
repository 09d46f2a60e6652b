//! Versions, the aliases that name them, and who may use them.
//!
//! Everything is a plain form first, so that it works before the page is alive; then the same forms act without a reload.

mod alias_form;
mod permissions;
mod provisioned;

use crate::error::UiError;
use crate::server_fns::aliases::{PublishVersion, VersionsAndAliases, read_versions_and_aliases};
use crate::ui::resource;
use alias_form::{AliasCard, NewAliasForm};
use api::alias::{Alias, FunctionVersion};
use api::function::VersionSummary;
use api::id::{FunctionName, VersionNumber};
use leptos::prelude::*;
use permissions::PermissionsList;
use provisioned::ProvisionedSection;

pub(super) const BUTTON: &str =
    "inline-flex min-h-8 items-center rounded-control border border-control bg-raised px-3 text-sm hover:border-accent";
pub(super) const INPUT: &str = "min-h-8 w-full rounded-control border border-control bg-bg px-2 text-sm";
pub(super) const CELL: &str = "px-2 py-1 text-left align-top";

/// What changes anything has the list read again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changed(RwSignal<u64>);

impl Changed {
    /// Another number after each change.
    pub(super) fn count(self) -> u64 {
        self.0.get()
    }

    /// Reads the list again once `action` has done its work.
    pub(super) fn after<S, T>(self, action: ServerAction<S>)
    where
        S: leptos::server_fn::ServerFn<Output = T, Error = UiError> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
        T: 'static,
    {
        Effect::new(move |_| {
            if let Some(Ok(_)) = action.value().get() {
                self.0.update(|count| *count += 1);
            }
        });
    }
}

/// Why a form's action was not done.
#[component]
pub(super) fn Refused(error: Option<UiError>) -> impl IntoView {
    error.map(|error| view! { <p role="alert" class="text-sm text-error">"✗ "{error.to_string()}</p> })
}

/// All of it.
#[component]
pub fn VersionsPanel(
    /// The function.
    function: Signal<FunctionName>,
) -> impl IntoView {
    let changed = Changed(RwSignal::new(0));
    provide_context(changed);
    let read =
        resource::read(move || (function.get(), changed.0.get()), |(function, _)| read_versions_and_aliases(function));
    view! {
        <div class="flex flex-col gap-6 p-3">
            <PublishForm function />
            <Transition fallback=|| view! { <p class="text-sm text-muted">"…"</p> }>
                {move || read.get().map(|read| match read {
                    Ok(all) => view! { <Lists function=function.get() all /> }.into_any(),
                    Err(error) => view! { <Problem error /> }.into_any(),
                })}
            </Transition>
        </div>
    }
}

/// The list could not be read: this is the page's status.
#[component]
fn Problem(error: UiError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_page_status(error.code());
    view! { <p role="alert" class="text-error">"The versions could not be read: "{error.to_string()}</p> }
}

#[component]
fn PublishForm(function: Signal<FunctionName>) -> impl IntoView {
    let publish = ServerAction::<PublishVersion>::new();
    expect_context::<Changed>().after(publish);
    let done = move || {
        publish.value().get().map(|done| match done {
            Ok(version) => {
                view! { <p class="text-sm">{format!("Version {} is published.", version.number)}</p> }.into_any()
            }
            Err(error) => view! { <Refused error=Some(error) /> }.into_any(),
        })
    };
    view! {
        <section aria-label="Publish" class="flex flex-col gap-2">
            <p class="text-sm text-muted">
                "A version is the code and the settings as they are now, for good. An alias is a name for one, or for two by weight, that can be moved."
            </p>
            <ActionForm action=publish attr:class="flex flex-wrap items-end gap-2">
                <input type="hidden" name="function" value=move || function.get().to_string() />
                <label class="flex grow flex-col gap-1 text-sm">
                    "Note"
                    <input type="text" name="description" maxlength="256" class=INPUT autocomplete="off" />
                </label>
                <button type="submit" class=BUTTON>"Publish version"</button>
            </ActionForm>
            <div aria-live="polite">{done}</div>
        </section>
    }
}

#[component]
fn Lists(function: FunctionName, all: VersionsAndAliases) -> impl IntoView {
    let VersionsAndAliases { versions, aliases, permissions } = all;
    let numbers: Vec<VersionNumber> = versions.iter().map(|version| version.number).collect();
    let choices = aliases.iter().map(|alias| alias.name.to_string()).chain(numbers.iter().map(ToString::to_string));
    let choices = choices.collect();
    let cards = aliases.iter().cloned().map(|alias| {
        view! { <AliasCard function=function.clone() alias numbers=numbers.clone() /> }
    });
    let cards = cards.collect_view();
    view! {
        <section aria-labelledby="aliases-title" class="flex flex-col gap-2">
            <h2 id="aliases-title" class="text-lg font-medium">"Aliases"</h2>
            <Show when={let none = aliases.is_empty(); move || none}>
                <p class="text-sm text-muted">"No alias yet."</p>
            </Show>
            <ul class="flex flex-col gap-2">{cards}</ul>
            <NewAliasForm function=function.clone() numbers />
        </section>
        <ProvisionedSection function choices />
        <VersionsTable versions aliases />
        <PermissionsList permissions />
    }
}

/// The aliases that name a version, as `live (20 %)`.
fn named_by(aliases: &[Alias], number: VersionNumber) -> String {
    let share = |alias: &Alias| match alias.split {
        Some(split) if split.version == number => Some(split.weight.percent()),
        Some(split) if alias.version == FunctionVersion::Number(number) => Some(100.0 - split.weight.percent()),
        None if alias.version == FunctionVersion::Number(number) => Some(100.0),
        _ => None,
    };
    let named = aliases.iter().filter_map(|alias| Some((alias, share(alias)?)));
    let shown = |(alias, percent): (&Alias, f64)| match percent {
        percent if percent >= 100.0 => alias.name.to_string(),
        percent => format!("{} ({percent} %)", alias.name),
    };
    named.map(shown).collect::<Vec<_>>().join(", ")
}

#[component]
fn VersionsTable(versions: Vec<VersionSummary>, aliases: Vec<Alias>) -> impl IntoView {
    let row = |version: VersionSummary| {
        let names = named_by(&aliases, version.number);
        view! {
            <tr class="border-t border-divider">
                <th scope="row" class=format!("{CELL} font-medium tabular-nums")>{version.number.to_string()}</th>
                <td class=CELL>{names}</td>
                <td class=CELL>{version.description}</td>
                <td class=format!("{CELL} whitespace-nowrap tabular-nums")>{version.created_at.iso()}</td>
            </tr>
        }
    };
    view! {
        <section aria-labelledby="versions-title" class="flex flex-col gap-2">
            <h2 id="versions-title" class="text-lg font-medium">"Versions"</h2>
            <div class="overflow-x-auto" tabindex="0" role="region" aria-labelledby="versions-title">
                <table class="w-full text-sm">
                    <thead class="text-muted">
                        <tr>
                            {["Version", "Aliases", "Note", "Published"].map(|head| view! { <th scope="col" class=CELL>{head}</th> }).collect_view()}
                        </tr>
                    </thead>
                    <tbody>{versions.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use api::alias::{Split, Weight};
    use api::id::{AliasName, RevisionId};

    fn alias(name: &str, version: u32, split: Option<(u32, f64)>) -> Alias {
        Alias {
            name: AliasName::parse(name).unwrap(),
            version: FunctionVersion::Number(VersionNumber(version)),
            split: split
                .map(|(version, share)| Split { version: VersionNumber(version), weight: Weight::new(share).unwrap() }),
            description: String::new(),
            revision: RevisionId::parse("00000001-0000-4000-8000-000000000000").unwrap(),
        }
    }

    #[test]
    fn a_version_says_who_names_it_and_with_which_share() {
        let aliases = [alias("canary", 1, Some((2, 0.2))), alias("live", 1, None)];
        assert_eq!(named_by(&aliases, VersionNumber(1)), "canary (80 %), live");
        assert_eq!(named_by(&aliases, VersionNumber(2)), "canary (20 %)");
        assert_eq!(named_by(&aliases, VersionNumber(3)), "");
    }
}
