//! The settings panel: every field keeps what was typed, says what is wrong with it, and is saved by itself.

mod environment;

use self::environment::Environment;
use super::state::Playground;
use super::style::{ERROR, FORM, HELP, INPUT, LABEL, SELECT};
use crate::path;
use api::config::{MEMORY_MIB_RANGE, Reuse, Runtime, SnapStart, TIMEOUT_SECONDS_RANGE, TMP_MIB_RANGE};
use api::layer::LayerVersionArn;
use api::logging::{ApplicationLevel, SystemLevel};
use billing::Architecture;
use billing::memory::{price_of_memory, vcpu_share_millis};
use leptos::prelude::*;

/// All settings.
#[component]
pub fn SettingsPanel() -> impl IntoView {
    view! {
        <div class="flex flex-col gap-4 p-3">
            <RuntimeField />
            <HandlerField />
            <MemoryField />
            <TimeoutField />
            <Environment />
            <TmpField />
            <ArchitectureField />
            <ReuseField />
            <LogFields />
            <SnapStartField />
            <LayersList />
        </div>
    }
}

/// The function's layers, in the order in which they lie over each other. They are changed on the Overview page.
#[component]
fn LayersList() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let layers = Memo::new(move |_| playground.checked.read().config.layers.clone());
    let row = |arn: LayerVersionArn| {
        view! {
            <li class="py-1">
                <span class="font-medium">{arn.layer.to_string()}</span>
                {format!(", version {}", arn.number)}
                <span class=format!("block break-all font-mono {HELP}")>{arn.to_string()}</span>
            </li>
        }
    };
    view! {
        <section aria-labelledby="layers-title">
            <h3 id="layers-title" class=LABEL>"Layers"</h3>
            {move || match layers.get() {
                layers if layers.is_empty() => {
                    view! { <p class=HELP>"None."</p> }.into_any()
                }
                layers => {
                    view! { <ol class="list-decimal pl-5 text-sm">{layers.into_iter().map(row).collect_view()}</ol> }.into_any()
                }
            }}
            <p class="text-sm">
                <a class="text-accent underline" href=playground.name.with_value(crate::path::overview)>"Overview: layers, tags, export"</a>
            </p>
        </section>
    }
}

/// The message of one field.
#[component]
fn FieldError(field: &'static str) -> impl IntoView {
    let playground = expect_context::<Playground>();
    let error = playground.error_at(field);
    view! { <p id=format!("{field}-error") class=ERROR>{move || error.get()}</p> }
}

#[component]
fn RuntimeField() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let runtime = playground.settings.runtime;
    let chosen = move |event: leptos::ev::Event| {
        runtime.set(event_target_value(&event));
        playground.edited();
    };
    let option = move |each: Runtime| {
        let selected = move || *runtime.read() == each.identifier();
        view! { <option value=each.identifier() selected=selected>{each.label()}</option> }
    };
    view! {
        <div>
            <label for="runtime" class=LABEL>"Runtime"</label>
            <select id="runtime" form=FORM name="form[settings][runtime]" class=SELECT prop:value=runtime on:change=chosen aria-describedby="runtime-error">
                {Runtime::ALL.map(option).collect_view()}
            </select>
            <FieldError field="runtime" />
        </div>
    }
}

#[component]
fn HandlerField() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let handler = playground.settings.handler;
    let error = playground.error_at("handler");
    let help = move || match playground.runtime() {
        Runtime::NodeJs24 => {
            "file.function: `index.handler` is the export `handler` of `index.mjs`, `index.js` or `index.ts`."
        }
        Runtime::Python313 => {
            "module.function: `lambda_function.lambda_handler` is the function `lambda_handler` of `lambda_function.py`."
        }
        Runtime::Ruby40 => {
            "file.method or file.Class.method: `lambda_function.lambda_handler` is the method `lambda_handler` of `lambda_function.rb`."
        }
        Runtime::Provided => "The file to run: a `.wat` text or a `.wasm` module.",
    };
    let typed = move |event: leptos::ev::Event| {
        handler.set(event_target_value(&event));
        playground.edited();
    };
    view! {
        <div>
            <label for="handler" class=LABEL>"Handler"</label>
            <input
                id="handler"
                type="text"
                form=FORM
                name="form[settings][handler]"
                class=format!("{INPUT} font-mono")
                autocomplete="off"
                spellcheck="false"
                value=handler.get_untracked()
                prop:value=handler
                aria-invalid=move || error.read().is_some().to_string()
                aria-describedby="handler-help handler-error"
                on:input=typed
            />
            <p id="handler-help" class=HELP>{help}</p>
            <FieldError field="handler" />
        </div>
    }
}

/// A slider with a number box beside it, both over the same text.
#[component]
fn NumberField(
    /// The field's name in the form, and the beginning of its ids.
    id: &'static str,
    /// The slider's name.
    label: &'static str,
    /// The box's name.
    box_label: &'static str,
    /// Least and most.
    range: (u32, u32),
    /// How far one key press on the slider goes.
    step: u32,
    /// What is typed.
    value: RwSignal<String>,
    /// What the number means.
    #[prop(into)]
    help: Signal<String>,
) -> impl IntoView {
    let playground = expect_context::<Playground>();
    let error = playground.error_at(id);
    let (least, most) = range;
    let number = Memo::new(move |_| value.read().trim().parse::<u32>().unwrap_or(least).clamp(least, most).to_string());
    let typed = move |event: leptos::ev::Event| {
        value.set(event_target_value(&event));
        playground.edited();
    };
    view! {
        <div role="group" aria-label=label>
            <span class=LABEL aria-hidden="true">{label}</span>
            <div class="flex items-center gap-3">
                <input
                    type="range"
                    aria-label=label
                    class="h-8 min-w-0 grow accent-accent"
                    min=least
                    max=most
                    step=step
                    value=number.get_untracked()
                    prop:value=number
                    aria-describedby=format!("{id}-help")
                    on:input=typed
                />
                <input
                    type="number"
                    aria-label=box_label
                    form=FORM
                    name=format!("form[settings][{id}]")
                    class=format!("{INPUT} max-w-28 tabular-nums")
                    min=least
                    max=most
                    step="any"
                    value=value.get_untracked()
                    prop:value=value
                    aria-invalid=move || error.read().is_some().to_string()
                    aria-describedby=format!("{id}-help {id}-error")
                    on:input=typed
                />
            </div>
            <p id=format!("{id}-help") class=HELP>{help}</p>
            <p id=format!("{id}-error") class=ERROR>{move || error.get()}</p>
        </div>
    }
}

/// Memory with what it brings and costs.
#[component]
pub fn MemoryField() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let settings = playground.settings;
    let help = Signal::derive(move || {
        let mib = playground.checked.read().config.memory.get();
        let architecture = Architecture::from_identifier(&settings.architecture.read()).unwrap_or_default();
        memory_words(mib, architecture)
    });
    view! {
        <NumberField
            id="memory"
            label="Memory"
            box_label="Memory in MB"
            range=MEMORY_MIB_RANGE
            step=64
            value=settings.memory
            help
        />
        <a class="inline-flex min-h-6 items-center text-accent underline" href=path::tune(&playground.name.get_value())>
            "Compare memory sizes"
        </a>
    }
}

fn memory_words(mib: u32, architecture: Architecture) -> String {
    let share = vcpu_share_millis(mib);
    let price = price_of_memory(architecture, mib);
    format!(
        "{mib} MB: {}.{:03} of a vCPU; {} for 100 ms, {} for a second (simulated). More memory is more CPU.",
        share / 1_000,
        share % 1_000,
        price.per_100_ms,
        price.per_second
    )
}

/// The timeout.
#[component]
pub fn TimeoutField() -> impl IntoView {
    let playground = expect_context::<Playground>();
    view! {
        <NumberField
            id="timeout"
            label="Timeout"
            box_label="Timeout in seconds"
            range=TIMEOUT_SECONDS_RANGE
            step=1
            value=playground.settings.timeout
            help="A run that takes longer is ended, and costs this time."
        />
    }
}

#[component]
fn TmpField() -> impl IntoView {
    let playground = expect_context::<Playground>();
    view! {
        <NumberField
            id="tmp"
            label="Size of /tmp"
            box_label="Size of /tmp in MB"
            range=TMP_MIB_RANGE
            step=64
            value=playground.settings.tmp
            help="512 MB are free."
        />
    }
}

#[component]
fn ArchitectureField() -> impl IntoView {
    let playground = expect_context::<Playground>();
    view! {
        <ChoiceField
            id="architecture"
            label="Architecture"
            value=playground.settings.architecture
            options=Architecture::ALL.map(|each| (each.identifier(), each.identifier())).to_vec()
            help="Chooses the price list, where arm64 is a fifth cheaper. The code runs the same."
        />
    }
}

#[component]
fn ReuseField() -> impl IntoView {
    let playground = expect_context::<Playground>();
    view! {
        <ChoiceField
            id="reuse"
            label="Reuse of environments"
            value=playground.settings.reuse
            options=Reuse::ALL.map(|each| (each.identifier(), each.label())).to_vec()
            help="A warm run finds what INIT left. On AWS it also finds the global variables and files of the run before, whoever that was for."
        />
    }
}

/// How the log is written; with JSON, how much of it.
#[component]
fn LogFields() -> impl IntoView {
    let settings = expect_context::<Playground>().settings;
    let is_json = Memo::new(move |_| *settings.log_format.read() == "JSON");
    view! {
        <ChoiceField
            id="log_format"
            label="Log format"
            value=settings.log_format
            options=vec![("Text", "Text"), ("JSON", "JSON")]
            help="JSON writes each line as an object, which can be searched by its fields and kept by level."
        />
        <Show when=move || is_json.get()>
            <ChoiceField
                id="application_level"
                label="Log level of the function"
                value=settings.application_level
                options=ApplicationLevel::ALL.iter().map(|each| (each.identifier(), each.identifier())).collect()
                help="Lines of the function below this level are not kept."
            />
            <ChoiceField
                id="system_level"
                label="Log level of the platform"
                value=settings.system_level
                options=SystemLevel::ALL.iter().map(|each| (each.identifier(), each.identifier())).collect()
                help="WARN keeps only what did not go well: no start, no report of a good run."
            />
        </Show>
    }
}

#[component]
fn SnapStartField() -> impl IntoView {
    let playground = expect_context::<Playground>();
    view! {
        <ChoiceField
            id="snap_start"
            label="SnapStart"
            value=playground.settings.snap_start
            options=SnapStart::ALL.map(|each| (each.identifier(), each.label())).to_vec()
            help="Deploying runs INIT once and keeps an image of what it left. New environments of that version go on from the image: RESTORE instead of INIT. What INIT drew at random or read from the clock is the same in all of them. The draft and $LATEST always run INIT. Needs JavaScript or Python and 512 MB of /tmp."
        />
    }
}

/// A picker over a setting that is one of a few.
#[component]
fn ChoiceField(
    /// The field's name in the form, and the beginning of its ids.
    id: &'static str,
    /// What a person calls it.
    label: &'static str,
    /// What is chosen.
    value: RwSignal<String>,
    /// Identifier and name of each.
    options: Vec<(&'static str, &'static str)>,
    /// What it means.
    help: &'static str,
) -> impl IntoView {
    let playground = expect_context::<Playground>();
    let chosen = move |event: leptos::ev::Event| {
        value.set(event_target_value(&event));
        playground.edited();
    };
    let option = move |(identifier, name)| {
        let selected = move || *value.read() == identifier;
        view! { <option value=identifier selected=selected>{name}</option> }
    };
    view! {
        <div>
            <label for=id class=LABEL>{label}</label>
            <select
                id=id
                form=FORM
                name=format!("form[settings][{id}]")
                class=SELECT
                prop:value=value
                on:change=chosen
                aria-describedby=format!("{id}-help {id}-error")
            >
                {options.into_iter().map(option).collect_view()}
            </select>
            <p id=format!("{id}-help") class=HELP>{help}</p>
            <FieldError field=id />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_says_its_share_and_its_price() {
        let expected = "1769 MB: 1.000 of a vCPU; $0.000002879 for 100 ms, $0.00002879 for a second (simulated). \
                        More memory is more CPU.";
        assert_eq!(memory_words(1_769, Architecture::X86_64), expected);
        assert!(memory_words(128, Architecture::X86_64).starts_with("128 MB: 0.072 of a vCPU"));
    }
}
