//! The front page: one press makes a function.

use crate::path;
use crate::server_fns::functions::CreateFromTemplate;
use crate::templates::TemplateId;
use crate::ui::error_card::ErrorCard;
use leptos::prelude::*;
use leptos_meta::Title;

/// What this is, and the shortest way to a running function.
#[component]
pub fn LandingPage() -> impl IntoView {
    view! {
        <Title text="AWS Lambda on your own machine" />
        <div class="mx-auto flex max-w-2xl flex-col gap-8 px-4 py-12">
            <h1 class="text-2xl font-semibold">"AWS Lambda on your own machine, to see through"</h1>
            <ul class="flex list-disc flex-col gap-2 pl-5 text-base">
                <li>"Write a function, press Run, and watch each log line arrive while it runs."</li>
                <li>"See what the platform does: cold start, measured memory, billed duration, and the bill by three rules."</li>
                <li>"Everything happens in a sandbox on this machine. No account, no cloud, nothing to pay."</li>
            </ul>
            <WriteNow />
            <Others />
        </div>
    }
}

/// The one thing to do here. It is a form, so it works before the page is alive, and has the focus, so it is one key.
#[component]
fn WriteNow() -> impl IntoView {
    const BUTTON: &str = "min-h-12 self-start rounded-control bg-accent px-6 text-base font-medium text-on-accent hover:opacity-90 \
                          aria-disabled:opacity-60";
    let create = ServerAction::<CreateFromTemplate>::new();
    let error = move || create.value().get().and_then(Result::err);
    view! {
        <ActionForm action=create>
            <input type="hidden" name="template" value=TemplateId::Hello.identifier() />
            <div class="flex flex-col gap-2">
                <button type="submit" autofocus class=BUTTON aria-describedby="write-now-progress">"Write a function now"</button>
                <p id="write-now-progress" role="status" class="min-h-5 text-muted">
                    {move || if create.pending().get() { "Making your function …" } else { "JavaScript, ready to run. Press Enter." }}
                </p>
            </div>
        </ActionForm>
        {move || error().map(|error| view! { <ErrorCard title="The function was not made" reason=error.to_string() /> })}
    }
}

#[component]
fn Others() -> impl IntoView {
    const SHOWN: [TemplateId; 7] = [
        TemplateId::PythonHello,
        TemplateId::RubyHello,
        TemplateId::Http,
        TemplateId::Schedule,
        TemplateId::S3,
        TemplateId::Slow,
        TemplateId::Wat,
    ];
    let links = SHOWN.map(|template| {
        view! {
            <li>
                <a class="inline-flex min-h-8 items-center text-accent underline" href=path::new_from_template(template)>
                    {template.card().title}
                </a>
            </li>
        }
    });
    view! {
        <section aria-labelledby="others" class="flex flex-col gap-2 border-t border-divider pt-6">
            <h2 id="others" class="text-lg font-medium">"Or start from"</h2>
            <ul class="flex flex-wrap gap-x-6">{links.into_iter().collect_view()}</ul>
            <p>
                <a class="inline-flex min-h-8 items-center text-accent underline" href=path::functions()>"All that you have written"</a>
            </p>
        </section>
    }
}
