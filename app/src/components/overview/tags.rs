//! The tags of a function.

use super::{Changed, INPUT, refused};
use crate::server_fns::overview::{RemoveTag, SaveTag};
use crate::ui::button::{Button, ButtonKind};
use api::id::FunctionName;
use leptos::prelude::*;

/// Those that it has, and one more.
#[component]
pub(super) fn Tags(
    /// The function.
    function: FunctionName,
    /// Name and value.
    tags: Vec<(String, String)>,
) -> impl IntoView {
    let (save, remove) = (ServerAction::<SaveTag>::new(), ServerAction::<RemoveTag>::new());
    let changed = expect_context::<Changed>();
    changed.after(save);
    changed.after(remove);
    let is_empty = tags.is_empty();
    let function = StoredValue::new(function.to_string());
    let rows = tags.into_iter().map(|(key, value)| {
        let label = format!("Remove tag {key}");
        view! {
            <li class="flex flex-wrap items-center gap-2 text-sm">
                <span class="grow break-words"><span class="font-medium">{key.clone()}</span>" = "{value}</span>
                <ActionForm action=remove>
                    <input type="hidden" name="function" value=function.get_value() />
                    <input type="hidden" name="key" value=key />
                    <Button kind=ButtonKind::Submit><span aria-hidden="true">"Remove"</span><span class="sr-only">{label}</span></Button>
                </ActionForm>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section aria-labelledby="tags-title" class="flex flex-col gap-2">
            <h2 id="tags-title" class="text-lg font-medium">"Tags"</h2>
            {is_empty.then(|| view! { <p class="text-sm text-muted">"It has none."</p> })}
            <ul class="flex flex-col gap-2">{rows}</ul>
            <ActionForm action=save attr:class="flex flex-wrap items-end gap-2">
                <input type="hidden" name="function" value=function.get_value() />
                <label class="flex flex-col gap-1 font-medium">
                    "Name of the tag"
                    <input type="text" name="key" maxlength="128" class=INPUT autocomplete="off" />
                </label>
                <label class="flex grow flex-col gap-1 font-medium">
                    "Value"
                    <input type="text" name="value" maxlength="256" class=INPUT autocomplete="off" />
                </label>
                <Button kind=ButtonKind::Submit>"Set tag"</Button>
            </ActionForm>
            {refused(save)}
            {refused(remove)}
        </section>
    }
}
