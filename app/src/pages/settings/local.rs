//! The workspace of programs on this machine that bring no key of their own, opened in this browser and left again.

use super::{CARD, HEAD};
use crate::layouts::account::AccountContext;
use crate::server_fns::account::LocalWorkspace;
use crate::ui::button::{Button, ButtonKind};
use leptos::prelude::*;

/// Plain forms: another workspace is another page in every part.
#[component]
pub(super) fn Local() -> impl IntoView {
    let (text, action, button) = match expect_context::<AccountContext>().local {
        LocalWorkspace::Absent => return ().into_any(),
        LocalWorkspace::Closed => (
            "Open it here; this browser's own workspace stays, and you can go back.",
            "/local-workspace",
            "Open the local workspace",
        ),
        LocalWorkspace::Open => {
            ("This browser is in it now.", "/local-workspace/leave", "Back to this browser's own workspace")
        }
    };
    view! {
        <section aria-labelledby="local" class=CARD>
            <h2 id="local" class=HEAD>"AWS CLI and SDKs on this machine"</h2>
            <p class="text-muted">
                "Programs that sign with the access key " <code>"test"</code> " and the secret " <code>"test"</code>
                " share the local workspace. " {text}
            </p>
            <form method="post" action=action>
                <Button kind=ButtonKind::Submit>{button}</Button>
            </form>
        </section>
    }
    .into_any()
}
