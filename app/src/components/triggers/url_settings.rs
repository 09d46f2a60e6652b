//! Who may call a function URL, how it answers, and what pages of other origins may do with it: one form.

use super::state::Triggers;
use crate::server_fns::triggers::ChangeFunctionUrl;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::error_card::ErrorCard;
use api::id::TriggerId;
use api::trigger::{InvokeMode, UrlAuth, UrlSettings};
use leptos::prelude::*;

const BOX: &str = "min-h-8 min-w-0 rounded-control border border-control bg-bg px-2 text-text";
const FIELD: &str = "flex min-w-0 flex-col gap-1 text-sm font-medium";
const HELP: &str = "text-xs font-normal text-muted";

fn auth_label(auth: UrlAuth) -> &'static str {
    match auth {
        UrlAuth::None => "everybody (NONE)",
        UrlAuth::AwsIam => "who signs the request (AWS_IAM)",
    }
}

fn mode_label(mode: InvokeMode) -> &'static str {
    match mode {
        InvokeMode::Buffered => "when it is done (BUFFERED)",
        InvokeMode::ResponseStream => "while it answers (RESPONSE_STREAM)",
    }
}

/// The settings in a few words, as `NONE, BUFFERED`.
fn summary(settings: &UrlSettings) -> String {
    let shared = if settings.cors.is_some() { ", shared with other origins" } else { "" };
    format!("{}, {}{shared}", settings.auth.identifier(), settings.mode.identifier())
}

/// The form, behind its summary.
#[component]
pub(super) fn UrlSettingsForm(
    /// The function URL.
    id: TriggerId,
    /// Its settings now.
    settings: Signal<UrlSettings>,
) -> impl IntoView {
    let triggers = expect_context::<Triggers>();
    let save = ServerAction::<ChangeFunctionUrl>::new();
    Effect::watch(
        move || save.value().get(),
        move |answer, _, _| {
            if let Some(Ok(())) = answer {
                triggers.inform("Saved; the next request goes by it");
                triggers.reload();
            }
        },
        false,
    );
    let now = settings.get_untracked();
    let origins = now.cors.as_ref().map(|cors| cors.allow_origins.join(", ")).unwrap_or_default();
    let auths = [UrlAuth::None, UrlAuth::AwsIam].map(|auth| {
        view! { <option value=auth.identifier() selected=auth == now.auth>{auth_label(auth)}</option> }
    });
    let modes = [InvokeMode::Buffered, InvokeMode::ResponseStream].map(|mode| {
        view! { <option value=mode.identifier() selected=mode == now.mode>{mode_label(mode)}</option> }
    });
    let refused = move || save.value().get().and_then(Result::err);
    view! {
        <details class="text-sm">
            <summary class="cursor-pointer">"Settings: "{move || summary(&settings.read())}</summary>
            <ActionForm action=save attr:class="mt-2 flex flex-col gap-3">
                <input type="hidden" name="id" value=id.to_string() />
                <label class=FIELD>"Who may call it" <select name="auth" class=BOX>{auths.collect_view()}</select></label>
                <label class=FIELD>
                    "When it answers"
                    <select name="mode" class=BOX>{modes.collect_view()}</select>
                    <span class=HELP>"Handlers of " <code>"awslambda.streamifyResponse"</code> " answer in pieces."</span>
                </label>
                <label class=FIELD>
                    "Other origins that may use it (CORS)"
                    <input type="text" name="origins" class=BOX value=origins placeholder="https://shop.example, or * for all" />
                    <span class=HELP>"Empty: what the function itself says counts. Methods and headers are set by the AWS API; all are allowed until then."</span>
                </label>
                {move || refused().map(|error| view! { <ErrorCard title="Nothing was saved" reason=error.to_string() /> })}
                <div><Button kind=ButtonKind::Submit>"Save"</Button></div>
            </ActionForm>
        </details>
    }
}
