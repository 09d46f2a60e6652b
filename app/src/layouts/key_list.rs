//! All keys on one page.

use super::commands::{Commands, KEYS};
use crate::ui::dialog::Dialog;
use leptos::prelude::*;

/// The window that `?` opens.
#[component]
pub(super) fn KeyList() -> impl IntoView {
    let commands = expect_context::<Commands>();
    view! {
        <Dialog open=commands.keys_open id="key-list" title="Keys">
            <KeyTable />
        </Dialog>
    }
}

#[component]
fn KeyTable() -> impl IntoView {
    let rows = KEYS.map(|(keys, does)| {
        view! {
            <tr class="border-t border-divider">
                <th scope="row" class="py-2 pr-6 text-left font-mono font-normal whitespace-nowrap">{keys}</th>
                <td class="py-2">{does}</td>
            </tr>
        }
    });
    view! {
        <table class="w-full">
            <thead class="sr-only">
                <tr>
                    <th scope="col">"Key"</th>
                    <th scope="col">"Does"</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().collect_view()}</tbody>
        </table>
    }
}
