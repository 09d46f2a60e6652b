//! A function with what is around it: a picture of triggers, function and destinations; description, layers, tags; the way out to AWS.

mod diagram;
mod layers;
mod tags;

use crate::path;
use crate::server_fns::overview::{Overview, SaveDescription, read_overview};
use crate::ui::button::{Button, ButtonKind};
use crate::ui::error_card::ErrorCard;
use crate::ui::resource;
use crate::ui::skeleton::Skeleton;
use api::id::FunctionName;
use diagram::Diagram;
use layers::FunctionLayers;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use tags::Tags;

pub(super) const INPUT: &str = "min-h-8 rounded-control border border-control bg-bg px-2 text-text";

const LINK: &str = "inline-flex min-h-8 items-center rounded-control border border-control bg-raised px-3 font-medium hover:border-accent";

/// What changes anything has the page read again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changed(RwSignal<u64>);

impl Changed {
    /// Reads again once `action` has done its work.
    pub(super) fn after<S>(self, action: ServerAction<S>)
    where
        S: ServerFn<Output = (), Error = crate::error::UiError> + Clone + Send + Sync + 'static,
    {
        Effect::new(move |_| {
            if let Some(Ok(())) = action.value().get() {
                self.0.update(|count| *count += 1);
            }
        });
    }
}

/// Why a form's action was not done.
pub(super) fn refused<S>(action: ServerAction<S>) -> impl Fn() -> Option<AnyView>
where
    S: ServerFn<Output = (), Error = crate::error::UiError> + Clone + Send + Sync + 'static,
{
    move || {
        let error = action.value().get().and_then(Result::err)?;
        Some(view! { <p role="alert" class="text-sm text-error">"✗ "{error.to_string()}</p> }.into_any())
    }
}

/// All of it.
#[component]
pub fn OverviewPanel(
    /// The function.
    function: Signal<FunctionName>,
) -> impl IntoView {
    let changed = Changed(RwSignal::new(0));
    provide_context(changed);
    let read = resource::read(move || (function.get(), changed.0.get()), |(function, _)| read_overview(function));
    view! {
        <div class="flex flex-col gap-6 p-3">
            <Transition fallback=|| view! { <Skeleton label="Loading the function" lines=5 /> }>
                {move || read.get().map(|read| match read {
                    Ok(overview) => view! { <Shown function=function.get() overview /> }.into_any(),
                    Err(error) => {
                        #[cfg(feature = "ssr")]
                        crate::context::set_page_status(error.code());
                        view! { <ErrorCard title="The function cannot be shown" reason=error.to_string() /> }.into_any()
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Shown(function: FunctionName, overview: Overview) -> impl IntoView {
    let Overview { arn, description, layers, other_layers, tags, is_exportable, .. } = overview.clone();
    let name = function.clone();
    view! {
        <Diagram function=function.clone() overview />
        <p class="break-all font-mono text-xs text-muted">{arn}</p>
        <Description function=function.clone() description />
        <FunctionLayers function=function.clone() layers others=other_layers />
        <Tags function tags />
        <section aria-labelledby="aws-title" class="flex flex-col gap-2">
            <h2 id="aws-title" class="text-lg font-medium">"To real AWS"</h2>
            {match is_exportable {
                true => view! {
                    <p class="max-w-prose text-sm text-muted">
                        "A zip with a SAM template, the deployed code and your own layers: unpack it and run "<code>"sam deploy --guided"</code>"."
                    </p>
                    <div><a class=LINK href=path::sam_export(&name) download=format!("{name}-sam.zip") rel="external">"Export as a SAM template"</a></div>
                }.into_any(),
                false => view! {
                    <p class="max-w-prose text-sm text-muted">
                        "WebAssembly runs here by itself; AWS wants a program `bootstrap` beside it, so this function has no template."
                    </p>
                }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Description(function: FunctionName, description: String) -> impl IntoView {
    let save = ServerAction::<SaveDescription>::new();
    expect_context::<Changed>().after(save);
    view! {
        <ActionForm action=save attr:class="flex flex-wrap items-end gap-2">
            <input type="hidden" name="function" value=function.to_string() />
            <label class="flex grow flex-col gap-1 font-medium">
                "Description"
                <input type="text" name="description" maxlength="256" class=INPUT value=description autocomplete="off" />
            </label>
            <Button kind=ButtonKind::Submit>"Save description"</Button>
        </ActionForm>
        {refused(save)}
    }
}
