//! The function URL: adding it, its address, trying it.

use super::form::{EnabledSwitch, TriggerForm};
use super::last_runs::{LastRuns, Origin};
use super::state::Triggers;
use super::try_it::TryIt;
use super::url::{curl_line, function_url};
use super::url_settings::UrlSettingsForm;
use crate::components::output::copy::CopyButton;
use crate::server_fns::triggers::{CreateFunctionUrl, DeleteTrigger, EnableTrigger};
use api::id::FunctionName;
use api::region::Region;
use api::trigger::{Trigger, TriggerConfig, UrlSettings};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

const BUTTON: &str =
    "inline-flex min-h-8 items-center rounded-control border border-control bg-raised px-3 text-sm hover:border-accent";
const READ_ONLY: &str =
    "min-h-8 w-full min-w-0 rounded-control border border-control bg-surface px-2 font-mono text-xs";

/// The button that gives the function a URL.
#[component]
pub(super) fn AddFunctionUrl(
    /// The function.
    function: Signal<FunctionName>,
) -> impl IntoView {
    let triggers = expect_context::<Triggers>();
    let add = ServerAction::<CreateFunctionUrl>::new();
    Effect::new(move |_| match add.value().get() {
        Some(Ok(_)) => triggers.reload(),
        Some(Err(error)) => triggers.complain("the URL was not added", &error),
        None => {}
    });
    view! {
        <p class="text-sm text-muted">"An HTTP endpoint of its own: every request becomes an event, and what the handler returns becomes the answer."</p>
        <ActionForm action=add>
            <input type="hidden" name="function" value=move || function.get().to_string() />
            <button type="submit" class=BUTTON>"Add function URL"</button>
        </ActionForm>
    }
}

/// The URL and what can be done with it.
#[component]
pub(super) fn FunctionUrlCard(
    /// The trigger.
    trigger: Signal<Option<Trigger>>,
    /// Where the dashboard was reached, as `http://localhost:3000`.
    #[prop(into)]
    origin: Signal<String>,
) -> impl IntoView {
    let triggers = expect_context::<Triggers>();
    let region = super::region();
    let enabled =
        Signal::derive(move || trigger.with(|trigger| trigger.as_ref().is_some_and(|trigger| trigger.enabled)));
    let id = trigger.with_untracked(|trigger| trigger.as_ref().map(|trigger| trigger.id.clone()));
    id.map(move |id| {
        let (url_id, switch_id, settings_id) = (id.clone(), id.clone(), id.clone());
        let settings = Signal::derive(move || {
            let url = trigger.with(|trigger| trigger.as_ref().and_then(|trigger| trigger.url.clone()));
            url.map(|(settings, _)| settings).unwrap_or_default()
        });
        let alias = trigger.with_untracked(|trigger| match trigger.as_ref().map(|trigger| &trigger.config) {
            Some(TriggerConfig::AliasUrl { alias }) => Some(alias.to_string()),
            _ => None,
        });
        let label = alias.as_ref().map_or_else(|| "Function URL".to_owned(), |alias| format!("Function URL of {alias}"));
        let alias = alias.map(|alias| view! { <p class="text-sm text-muted">"Of the alias "<span class="font-mono">{alias}</span></p> });
        let url = Memo::new(move |_| function_url(&origin.get(), &url_id, region));
        let switch = move || triggers.switch(switch_id.clone(), !enabled.get_untracked());
        let delete = move || {
            if let Some(trigger) = trigger.get_untracked() {
                triggers.delete(trigger);
            }
        };
        view! {
            <article aria-label=label class="flex flex-col gap-3 rounded-card border border-divider p-3">
                {alias}
                <div class="flex flex-wrap items-center gap-3">
                    <TriggerForm action=EnableTrigger::url() id=id.clone() on_submit=switch>
                        <EnabledSwitch enabled />
                    </TriggerForm>
                    <a class="min-w-0 flex-1 truncate text-accent underline" href=move || url.get() rel="external" target="_blank">{url}</a>
                    <TriggerForm action=DeleteTrigger::url() id=id.clone() on_submit=delete>
                        <button type="submit" class=BUTTON>"Delete function URL"</button>
                    </TriggerForm>
                </div>
                <Show when=move || !enabled.get()>
                    <p class="text-sm text-warn">"Off: requests are answered with 403 Forbidden."</p>
                </Show>
                <UrlSettingsForm id=settings_id.clone() settings />
                <CurlLine url settings region />
                <TryIt id=id.clone() />
                <LastRuns of=Origin::Trigger(id.clone()) />
            </article>
        }
    })
}

#[component]
fn CurlLine(url: Memo<String>, settings: Signal<UrlSettings>, region: Region) -> impl IntoView {
    let line = move || curl_line(&url.get(), settings.read().auth, region);
    view! {
        <div class="flex items-center gap-2">
            <input type="text" readonly aria-label="curl line" class=READ_ONLY prop:value=line value=line />
            <CopyButton what="curl line" text=move || curl_line(&url.get_untracked(), settings.read_untracked().auth, region) />
        </div>
    }
}
