//! The layers of a function.

use super::{Changed, INPUT, refused};
use crate::path;
use crate::server_fns::overview::{AddLayer, RemoveLayer};
use crate::ui::button::{Button, ButtonKind};
use api::id::FunctionName;
use api::layer::LAYERS_MAX;
use leptos::prelude::*;

/// Those that it has, and one more.
#[component]
pub(super) fn FunctionLayers(
    /// The function.
    function: FunctionName,
    /// ARNs, in order.
    layers: Vec<String>,
    /// ARNs that can be added.
    others: Vec<String>,
) -> impl IntoView {
    let (add, remove) = (ServerAction::<AddLayer>::new(), ServerAction::<RemoveLayer>::new());
    let changed = expect_context::<Changed>();
    changed.after(add);
    changed.after(remove);
    let is_empty = layers.is_empty();
    let function = StoredValue::new(function.to_string());
    let rows = layers.into_iter().map(|arn| {
        let label = format!("Remove {arn}");
        view! {
            <li class="flex flex-wrap items-center gap-2">
                <span class="grow break-all font-mono text-xs">{arn.clone()}</span>
                <ActionForm action=remove>
                    <input type="hidden" name="function" value=function.get_value() />
                    <input type="hidden" name="arn" value=arn />
                    <Button kind=ButtonKind::Submit><span aria-hidden="true">"Remove"</span><span class="sr-only">{label}</span></Button>
                </ActionForm>
            </li>
        }
    });
    let rows = rows.collect_view();
    let options = others.into_iter().map(|arn| view! { <option value=arn></option> }).collect_view();
    view! {
        <section aria-labelledby="layers-title" class="flex flex-col gap-2">
            <h2 id="layers-title" class="text-lg font-medium">"Layers"</h2>
            <p class="max-w-prose text-sm text-muted">
                {format!("Files below /opt, at most {LAYERS_MAX}; a later one lies over an earlier one. ")}
                <a class="inline-flex min-h-6 items-center text-accent underline" href=path::layers()>"All layers"</a>
            </p>
            {is_empty.then(|| view! { <p class="text-sm text-muted">"It has none."</p> })}
            <ol class="flex flex-col gap-2">{rows}</ol>
            <ActionForm action=add attr:class="flex flex-wrap items-end gap-2">
                <input type="hidden" name="function" value=function.get_value() />
                <label class="flex grow flex-col gap-1 font-medium">
                    "ARN of a layer version"
                    <input type="text" name="arn" class=INPUT list="layer-arns" autocomplete="off" spellcheck="false" />
                </label>
                <datalist id="layer-arns">{options}</datalist>
                <Button kind=ButtonKind::Submit>"Add layer"</Button>
            </ActionForm>
            {refused(add)}
            {refused(remove)}
        </section>
    }
}
