//! The picker for a new function: templates by what makes them run, filtered by runtime.

use crate::error::UiError;
use crate::path;
use crate::server_fns::functions::CreateFromTemplate;
use crate::templates::{TemplateGroup, TemplateId};
use crate::ui::button::{Button, ButtonKind, ButtonVariant};
use crate::ui::error_card::ErrorCard;
use crate::ui::field::{RadioOption, TextField};
use api::config::Runtime;
use api::error::ErrorCode;
use api::id::FunctionName;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The picker.
#[component]
pub fn NewFunctionPage() -> impl IntoView {
    let query = use_query_map();
    let runtime =
        Memo::new(move |_| query.read().get("runtime").and_then(|identifier| Runtime::parse(&identifier).ok()));
    let chosen = move || query.read().get("template").and_then(|identifier| TemplateId::from_identifier(&identifier));
    view! {
        <Title text="New function" />
        <div class="mx-auto flex max-w-4xl flex-col gap-6 p-4">
            <h1 class="text-2xl font-semibold">"New function"</h1>
            <RuntimeFilter runtime=runtime.into() />
            {move || view! { <Picker runtime=runtime.get() chosen=chosen() /> }}
        </div>
    }
}

/// Links, so that the filter is in the address and works without JavaScript.
#[component]
fn RuntimeFilter(runtime: Signal<Option<Runtime>>) -> impl IntoView {
    const LINK: &str = "inline-flex min-h-8 items-center rounded-control border border-control px-3 \
                        aria-[current=true]:border-accent aria-[current=true]:font-medium";
    let link = move |this: Option<Runtime>, label: &'static str| {
        let href = this.map_or_else(path::new_function, path::new_for_runtime);
        view! {
            <li><a class=LINK href=href aria-current=move || (runtime.get() == this).then_some("true")>{label}</a></li>
        }
    };
    view! {
        <nav aria-label="Runtime">
            <ul class="flex flex-wrap gap-2">
                {link(None, "All runtimes")}
                {Runtime::ALL.into_iter().map(|this| link(Some(this), this.label())).collect_view()}
            </ul>
        </nav>
    }
}

#[component]
fn Picker(runtime: Option<Runtime>, chosen: Option<TemplateId>) -> impl IntoView {
    let create = ServerAction::<CreateFromTemplate>::new();
    let error = move || create.value().get().and_then(Result::err);
    let shown: Vec<TemplateId> = TemplateId::ALL
        .into_iter()
        .filter(|template| runtime.is_none_or(|runtime| template.runtime() == runtime))
        .collect();
    let chosen = chosen.filter(|template| shown.contains(template)).or_else(|| shown.first().copied());
    let groups = TemplateGroup::ALL.map(|group| {
        let members: Vec<TemplateId> =
            shown.iter().copied().filter(|template| template.card().group == group).collect();
        (!members.is_empty()).then(|| view! { <Group group members chosen /> })
    });
    let elsewhere = move || error().filter(|error| name_error(error).is_none());
    view! {
        <ActionForm action=create>
            <div class="flex flex-col gap-6">
                {groups.into_iter().collect_view()}
                <NameField refused=Signal::derive(move || error().and_then(|error| name_error(&error))) />
                {move || elsewhere().map(|error| view! { <ErrorCard title="The function was not made" reason=error.to_string() /> })}
                <div class="flex items-center gap-3">
                    <Button variant=ButtonVariant::Main kind=ButtonKind::Submit>"Create function"</Button>
                    <span role="status" class="text-muted">{move || create.pending().get().then_some("Making it …")}</span>
                </div>
            </div>
        </ActionForm>
    }
}

#[component]
fn Group(group: TemplateGroup, members: Vec<TemplateId>, chosen: Option<TemplateId>) -> impl IntoView {
    let options = members.into_iter().map(|template| {
        let card = template.card();
        view! {
            <RadioOption
                name="template"
                value=template.identifier()
                checked=chosen == Some(template)
                label=card.title
                help=card.teaches
            />
        }
    });
    view! {
        <fieldset class="rounded-card border border-divider p-3">
            <legend class="px-1 text-base font-medium">{group.label()}</legend>
            <div class="grid gap-1 sm:grid-cols-2">{options.collect_view()}</div>
        </fieldset>
    }
}

/// The name, checked while it is typed and again by the server.
#[component]
fn NameField(refused: Signal<Option<String>>) -> impl IntoView {
    let typed = RwSignal::new(None::<String>);
    // What was typed since counts more than what the server said before.
    let error = move || match typed.get() {
        Some(name) if name.is_empty() => None,
        Some(name) => FunctionName::parse(name).err().map(|error| error.message),
        None => refused.get(),
    };
    Effect::watch(move || refused.get(), move |_, _, _| typed.set(None), false);
    view! {
        <div class="max-w-md">
            <TextField
                id="function-name"
                name="name"
                label="Name"
                value=""
                help="Letters, digits, - and _, up to 64. Leave it empty and the function gets a name of its own."
                error=Signal::derive(error)
                on_input=move |name: String| typed.set(Some(name))
            />
        </div>
    }
}

/// The message, if it is about the name.
fn name_error(error: &UiError) -> Option<String> {
    let is_taken = error.code() == ErrorCode::Conflict;
    error.message_at("name").or_else(|| is_taken.then(|| error.to_string()))
}
