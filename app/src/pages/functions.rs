//! All functions of the account.

mod table;

use crate::components::import_sam::{ImportSam, ImportedNote};
use crate::error::UiError;
use crate::path;
use crate::server_fns::functions::{DeleteFunction, UndeleteFunction, list_functions, undelete_function};
use crate::ui::button::{Button, ButtonKind, ButtonVariant, LinkButton};
use crate::ui::callout::Callout;
use crate::ui::empty_state::EmptyState;
use crate::ui::error_card::ErrorCard;
use crate::ui::resource;
use crate::ui::skeleton::Skeleton;
use crate::ui::toast::Toasts;
use api::function::FunctionSummary;
use api::id::FunctionName;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use table::FunctionTable;

/// Deleting and bringing back, which every row and every note shares.
#[derive(Clone, Copy)]
pub(crate) struct Bin {
    delete: ServerAction<DeleteFunction>,
    undelete: ServerAction<UndeleteFunction>,
    /// Rises when a function came back by the note's button, or came in with a template.
    undone: RwSignal<u32>,
}

/// The list, with what was just deleted above it.
#[component]
pub fn FunctionsPage() -> impl IntoView {
    let bin = Bin { delete: ServerAction::new(), undelete: ServerAction::new(), undone: RwSignal::new(0) };
    let functions = resource::read(
        move || (bin.delete.version().get(), bin.undelete.version().get(), bin.undone.get()),
        |_| list_functions(),
    );
    let imported = RwSignal::new(None);
    tell(bin);
    view! {
        <Title text="Functions" />
        <div class="mx-auto flex max-w-6xl flex-col gap-4 p-4">
            <div class="flex flex-wrap items-center justify-between gap-4">
                <h1 class="text-2xl font-semibold">"Functions"</h1>
                <div class="flex flex-wrap items-center gap-3">
                    <a class="inline-flex min-h-8 items-center text-accent underline" href=path::layers()>"Layers"</a>
                    <ImportSam made=bin.undone told=imported />
                    <Form method="GET" action=path::new_function()>
                        <Button variant=ButtonVariant::Main kind=ButtonKind::Submit>"New function"</Button>
                    </Form>
                </div>
            </div>
            <ImportedNote told=imported />
            <JustDeleted bin />
            <Transition fallback=|| view! { <Skeleton label="Loading the functions" lines=4 /> }>
                {move || Suspend::new(async move { listed(functions.await, bin) })}
            </Transition>
        </div>
    }
}

fn listed(functions: Result<Vec<FunctionSummary>, UiError>, bin: Bin) -> AnyView {
    match functions {
        Err(error) => {
            #[cfg(feature = "ssr")]
            crate::context::set_page_status(error.code());
            view! { <ErrorCard title="The functions cannot be listed" reason=error.to_string() /> }.into_any()
        }
        Ok(functions) if functions.is_empty() => view! { <NoFunctions /> }.into_any(),
        Ok(functions) => view! { <FunctionTable functions bin /> }.into_any(),
    }
}

#[component]
fn NoFunctions() -> impl IntoView {
    view! {
        <EmptyState title="No functions yet">
            <p class="max-w-prose">
                "A function is a few lines of code that run when something happens: you press Run, a request comes in, the clock \
                 strikes. Here you will see each one with its last run and how often it failed."
            </p>
            <LinkButton href=path::new_function() variant=ButtonVariant::Main>"Choose a first one"</LinkButton>
        </EmptyState>
    }
}

/// Says what was done, with the way back. Without JavaScript [`JustDeleted`] says it.
fn tell(bin: Bin) {
    let toasts = Toasts::of_page();
    Effect::watch(
        move || bin.delete.value().get(),
        move |answer, _, _| match answer.clone() {
            Some(Ok(name)) => {
                toasts.with_undo(format!("{name} was deleted"), move || bring_back(name.clone(), toasts, bin.undone))
            }
            Some(Err(error)) => toasts.error(error.to_string()),
            None => {}
        },
        false,
    );
}

/// Undoes a deletion. The note may outlive the page, so this asks the server by itself and tells the list if it is still there.
fn bring_back(name: FunctionName, toasts: Toasts, undone: RwSignal<u32>) {
    leptos::task::spawn_local(async move {
        match undelete_function(name.clone()).await {
            Ok(_) => toasts.info(format!("{name} is back")),
            Err(error) => toasts.error(error.to_string()),
        }
        let _ = undone.try_update(|undone| *undone += 1);
    });
}

/// What the address says was just deleted, and what could not be done.
#[component]
fn JustDeleted(bin: Bin) -> impl IntoView {
    let query = use_query_map();
    let deleted = move || query.read().get("deleted").and_then(|name| FunctionName::parse(name).ok());
    let refused = move || {
        let errors = [bin.delete.value().get().and_then(Result::err), bin.undelete.value().get().and_then(Result::err)];
        errors.into_iter().flatten().next()
    };
    view! {
        {move || refused().map(|error| view! { <ErrorCard title="That was not done" reason=error.to_string() /> })}
        {move || deleted().map(|name| view! { <BringBack bin name /> })}
    }
}

#[component]
fn BringBack(bin: Bin, name: FunctionName) -> impl IntoView {
    view! {
        <Callout>
            <p class="grow">{format!("{name} is in the bin. It can be brought back for 30 days, unless the name is taken again.")}</p>
            <ActionForm action=bin.undelete>
                <input type="hidden" name="name" value=name.to_string() />
                <Button kind=ButtonKind::Submit>{format!("Bring back {name}")}</Button>
            </ActionForm>
        </Callout>
    }
}
