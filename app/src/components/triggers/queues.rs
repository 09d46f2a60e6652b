//! Queues that are read for the function: one card each, and the form that adds one.

use super::last_runs::{LastRuns, Origin};
use super::{generation, latest};
use crate::error::UiError;
use crate::server_fns::mappings::{
    AddQueueReader, ChangeQueueReader, DeleteQueueReader, EnableQueueReader, QueueReader, QueueReaders, ReaderSettings,
    read_queue_readers,
};
use crate::ui::loaded::loaded;
use crate::ui::resource;
use api::id::{FunctionName, MappingId};
use leptos::prelude::*;
use std::time::Duration;

/// How often the list is read again while a mapping is about to be in another state.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

const BUTTON: &str =
    "inline-flex min-h-8 items-center rounded-control border border-control bg-raised px-3 text-sm hover:border-accent";
const BOX: &str = "min-h-8 rounded-control border border-control bg-bg px-2 text-sm text-text";
const FIELD: &str = "flex min-w-0 flex-col gap-1 text-sm font-medium";
const HELP: &str = "text-xs font-normal text-muted";

/// What changes anything has the list read again.
#[derive(Debug, Clone, Copy)]
struct Changed(RwSignal<u64>);

impl Changed {
    fn tell(self) {
        let _ = self.0.try_update(|count| *count += 1);
    }

    /// Reads the list again once `action` has done its work.
    fn after<S>(self, action: ServerAction<S>)
    where
        S: leptos::server_fn::ServerFn<Output = (), Error = UiError> + Clone + Send + Sync + 'static,
    {
        Effect::new(move |_| {
            if let Some(Ok(())) = action.value().get() {
                self.tell();
            }
        });
    }
}

/// The section.
#[component]
pub(super) fn Queues(
    /// The function.
    function: Signal<FunctionName>,
    /// Changes when the account's clock is moved.
    clock: Signal<i64>,
) -> impl IntoView {
    let changed = Changed(RwSignal::new(0));
    let generation = generation();
    let list = resource::read(
        move || (function.get(), changed.0.get(), generation.get(), clock.get()),
        |(function, ..)| read_queue_readers(function),
    );
    view! {
        <section aria-labelledby="queues" class="flex flex-col gap-2">
            <h2 id="queues" class="text-lg font-medium">"SQS queues"</h2>
            <p class="text-sm text-muted">
                "Messages of a queue invoke the function in batches; those of a batch that is done are deleted, the others come again when their visibility timeout has ended."
            </p>
            {loaded(async move {
                let first = list.await;
                let list = latest(list, first);
                provide_context(changed);
                view! { <Cards function list /> }
            })}
        </section>
    }
}

#[component]
fn Cards(function: Signal<FunctionName>, list: Signal<Result<QueueReaders, UiError>>) -> impl IntoView {
    let changed = expect_context::<Changed>();
    let readers = Memo::new(move |_| list.get().map(|list| list.readers).unwrap_or_default());
    let queues = Memo::new(move |_| list.get().map(|list| list.queues).unwrap_or_default());
    let problem = move || list.get().err().map(|error| view! { <Refused error=Some(error) /> });
    // A card is made anew when its settings are others, so that nothing that is being typed is lost otherwise.
    let keys = Memo::new(move |_| {
        let key = |reader: &QueueReader| (reader.id.clone(), reader.settings.clone());
        readers.read().iter().map(key).collect::<Vec<_>>()
    });
    Effect::new(move |_| {
        if readers.read().iter().any(QueueReader::is_moving) {
            set_timeout(move || changed.tell(), LOOK_AGAIN);
        }
    });
    view! {
        {problem}
        <For each=move || keys.get() key=|(id, settings)| format!("{id} {settings:?}") let((id, settings))>
            <Card function reader=one(readers, id.clone()) id settings />
        </For>
        <AddForm function queues />
    }
}

/// One of them, as it changes; after it is gone it stays what it was until its card is gone too.
fn one(readers: Memo<Vec<QueueReader>>, id: MappingId) -> Memo<Option<QueueReader>> {
    Memo::new(move |before: Option<&Option<QueueReader>>| {
        let found = readers.read().iter().find(|reader| reader.id == id).cloned();
        found.or_else(|| before.cloned().flatten())
    })
}

/// What of it is told in words: state, last result, what it waits for.
fn facts(reader: &QueueReader) -> Vec<(&'static str, String)> {
    let mut facts = vec![("State", reader.state.clone())];
    facts.push(("Last result", reader.last.clone().unwrap_or_else(|| "No records processed".to_owned())));
    if reader.in_flight > 0 {
        facts.push(("Batches under way", reader.in_flight.to_string()));
    }
    if reader.gathered > 0 {
        facts.push(("Messages gathered", reader.gathered.to_string()));
    }
    facts.extend(reader.waits.clone().map(|waits| ("Waits for", waits)));
    facts
}

#[component]
fn Card(
    function: Signal<FunctionName>,
    reader: Memo<Option<QueueReader>>,
    id: MappingId,
    settings: ReaderSettings,
) -> impl IntoView {
    let first = reader.get_untracked();
    let queue = first.as_ref().map(|reader| reader.queue.clone()).unwrap_or_default();
    let of = first.and_then(|reader| reader.qualifier).map(|qualifier| format!("for `{qualifier}`"));
    let facts = move || {
        let facts = reader.get().map(|reader| facts(&reader)).unwrap_or_default();
        let fact = |(name, value): (&'static str, String)| {
            let class = if value.starts_with("PROBLEM") { "text-error" } else { "" };
            view! { <div class="flex gap-2"><dt class="text-muted">{name}</dt><dd class=class>{value}</dd></div> }
        };
        facts.into_iter().map(fact).collect_view()
    };
    view! {
        <article aria-label=format!("SQS queue {queue}") class="flex flex-col gap-2 rounded-card border border-divider p-3">
            <h3 class="font-medium">{queue.clone()} " " <span class="text-sm font-normal text-muted">{of}</span></h3>
            <dl class="flex flex-wrap gap-x-6 gap-y-1 text-sm" aria-live="polite">{facts}</dl>
            <div class="flex flex-wrap items-center gap-3">
                <EnableForm function reader id=id.clone() />
                <DeleteForm function id=id.clone() />
            </div>
            <details class="text-sm">
                <summary>"Settings"</summary>
                <ChangeForm function id=id.clone() settings />
            </details>
            <LastRuns of=Origin::Mapping(id) />
        </article>
    }
}

#[component]
fn EnableForm(function: Signal<FunctionName>, reader: Memo<Option<QueueReader>>, id: MappingId) -> impl IntoView {
    let enable = ServerAction::<EnableQueueReader>::new();
    expect_context::<Changed>().after(enable);
    let is_on = Memo::new(move |_| reader.read().as_ref().is_some_and(|reader| reader.enabled));
    let refused = move || view! { <Refused error=enable.value().get().and_then(Result::err) /> };
    view! {
        <ActionForm action=enable>
            <input type="hidden" name="function" value=move || function.get().to_string() />
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="enabled" prop:value=move || (!is_on.get()).to_string() value=(!is_on.get_untracked()).to_string() />
            <button type="submit" class=BUTTON>{move || if is_on.get() { "Disable" } else { "Enable" }}</button>
        </ActionForm>
        {refused}
    }
}

#[component]
fn DeleteForm(function: Signal<FunctionName>, id: MappingId) -> impl IntoView {
    let delete = ServerAction::<DeleteQueueReader>::new();
    expect_context::<Changed>().after(delete);
    let refused = move || view! { <Refused error=delete.value().get().and_then(Result::err) /> };
    view! {
        <ActionForm action=delete>
            <input type="hidden" name="function" value=move || function.get().to_string() />
            <input type="hidden" name="id" value=id.to_string() />
            <button type="submit" class=BUTTON>"Delete"</button>
        </ActionForm>
        {refused}
    }
}

#[component]
fn ChangeForm(function: Signal<FunctionName>, id: MappingId, settings: ReaderSettings) -> impl IntoView {
    let change = ServerAction::<ChangeQueueReader>::new();
    expect_context::<Changed>().after(change);
    let refused = move || view! { <Refused error=change.value().get().and_then(Result::err) /> };
    view! {
        <ActionForm action=change attr:class="flex flex-col gap-3 pt-2">
            <input type="hidden" name="function" value=move || function.get().to_string() />
            <input type="hidden" name="id" value=id.to_string() />
            <SettingsFields settings />
            {refused}
            <div><button type="submit" class=BUTTON>"Save"</button></div>
        </ActionForm>
    }
}

#[component]
fn AddForm(function: Signal<FunctionName>, queues: Memo<Vec<String>>) -> impl IntoView {
    let add = ServerAction::<AddQueueReader>::new();
    expect_context::<Changed>().after(add);
    let refused = move || view! { <Refused error=add.value().get().and_then(Result::err) /> };
    let options = move || {
        let option = |name: String| view! { <option value=name.clone()>{name.clone()}</option> };
        queues.get().into_iter().map(option).collect_view()
    };
    let settings = ReaderSettings {
        batch_size: 10,
        window_s: 0,
        filter: String::new(),
        reports_failures: false,
        concurrency_max: None,
    };
    let none = view! {
        <p class="rounded-card border border-dashed border-control p-3 text-sm text-muted">
            "The workspace has no queue yet. Make one with the AWS CLI: " <code>"aws sqs create-queue --queue-name orders"</code>
        </p>
    };
    let form = view! {
        <ActionForm
            action=add
            attr:class="flex flex-col gap-3 rounded-card border border-dashed border-control p-3"
            attr:aria-label="Read a queue"
        >
            <input type="hidden" name="function" value=move || function.get().to_string() />
            <label class=FIELD>"Queue" <select name="queue" class=BOX>{options}</select></label>
            <SettingsFields settings />
            {refused}
            <div><button type="submit" class=BUTTON>"Read this queue"</button></div>
        </ActionForm>
    };
    let has_queues = Memo::new(move |_| !queues.read().is_empty());
    view! {
        <div hidden=move || has_queues.get()>{none}</div>
        <div hidden=move || !has_queues.get()>{form}</div>
    }
}

#[component]
fn SettingsFields(settings: ReaderSettings) -> impl IntoView {
    let ReaderSettings { batch_size, window_s, filter, reports_failures, concurrency_max } = settings;
    let most = concurrency_max.map(|most| most.to_string()).unwrap_or_default();
    view! {
        <div class="flex flex-wrap gap-4">
            <label class=FIELD>
                "Batch size"
                <input type="number" name="batch_size" class=BOX min="1" max="10000" value=batch_size required />
                <span class=HELP>"1 to 10,000; over 10 needs a window"</span>
            </label>
            <label class=FIELD>
                "Batch window, in seconds"
                <input type="number" name="window_s" class=BOX min="0" max="300" value=window_s required />
                <span class=HELP>"0 to 300; none for FIFO queues"</span>
            </label>
            <label class=FIELD>
                "Maximum concurrency"
                <input type="number" name="concurrency_max" class=BOX min="2" max="1000" value=most />
                <span class=HELP>"batches at once; empty: as Lambda scales"</span>
            </label>
        </div>
        <label class=FIELD>
            "Filter"
            <textarea name="filter" rows="2" spellcheck="false" class=format!("{BOX} py-1 font-mono") placeholder=r#"{"body":{"kind":["order"]}}"#>
                {filter}
            </textarea>
            <span class=HELP>"An event pattern, or several one after the other; messages that fit none are deleted."</span>
        </label>
        <label class="flex min-h-6 items-center gap-2 text-sm">
            <input type="checkbox" name="reports_failures" value="yes" checked=reports_failures />
            "Report batch item failures: the function says which messages failed"
        </label>
    }
}

#[component]
fn Refused(error: Option<UiError>) -> impl IntoView {
    error.map(|error| view! { <p role="alert" class="text-sm text-error">"✗ "{error.to_string()}</p> })
}
