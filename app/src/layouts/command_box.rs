//! Ctrl+K: functions, pages, regions and the actions of the open page, found by typing a part of their name.

use super::commands::{Command, Commands};
use super::region_picker;
use crate::path;
use crate::server_fns::functions::list_functions;
use crate::ui::dialog::Dialog;
use api::region::Region;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// Rows on the screen at once; typing one letter more brings up the others.
const ROWS_MAX: usize = 12;

/// One thing that can be chosen.
#[derive(Debug, Clone)]
struct Choice {
    kind: &'static str,
    label: String,
    keys: &'static str,
    does: Does,
}

#[derive(Debug, Clone)]
enum Does {
    Go(String),
    Run(Callback<()>),
    Show(Region),
}

/// The window that Ctrl+K opens.
#[component]
pub(super) fn CommandBox() -> impl IntoView {
    let commands = expect_context::<Commands>();
    view! {
        <Dialog open=commands.box_open id="command-box" title="Search or run a command">
            <Search />
        </Dialog>
    }
}

/// Made anew each time the window opens, so that the list of functions is fresh.
#[component]
fn Search() -> impl IntoView {
    let commands = expect_context::<Commands>();
    let functions = LocalResource::new(list_functions);
    let (typed, at) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let choices = Memo::new_with_compare(
        move |_| {
            let names = functions.get().and_then(Result::ok).unwrap_or_default();
            let names = names.into_iter().map(|function| (function.name.to_string(), path::playground(&function.name)));
            matching(all(commands.offered(), names), &typed.read())
        },
        |_, _| true,
    );
    let navigate = use_navigate();
    let choose = Callback::new(move |choice: Choice| {
        commands.box_open.set(false);
        match choice.does {
            Does::Go(to) => navigate(&to, leptos_router::NavigateOptions::default()),
            Does::Run(run) => run.run(()),
            Does::Show(region) => region_picker::choose(region),
        }
    });
    let on_keydown = move |event: KeyboardEvent| {
        let count = choices.read_untracked().len().max(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => drop(choices.read_untracked().get(at.get_untracked()).cloned().map(|choice| choose.run(choice))),
            _ => return,
        }
        event.prevent_default();
    };
    // The window may open before or after its content is there: `autofocus` is for the one, this for the other.
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| input.get().map(|input| input.focus().is_ok()));
    view! {
        <input
            node_ref=input
            type="text"
            role="combobox"
            aria-label="Search functions, pages and commands"
            aria-expanded="true"
            aria-controls="command-list"
            aria-activedescendant=move || (!choices.read().is_empty()).then(|| format!("command-{}", at.get()))
            autocomplete="off"
            autofocus
            class="min-h-8 w-full rounded-control border border-control bg-bg px-2"
            prop:value=typed
            on:input=move |event| {
                typed.set(event_target_value(&event));
                at.set(0);
            }
            on:keydown=on_keydown
        />
        <Choices choices at choose />
    }
}

#[component]
fn Choices(choices: Memo<Vec<Choice>>, at: RwSignal<usize>, choose: Callback<Choice>) -> impl IntoView {
    let row = move |(i, choice): (usize, Choice)| {
        let class = move || {
            let state = if at.get() == i { "bg-surface outline-2 outline-accent" } else { "" };
            format!("flex min-h-8 cursor-pointer items-center gap-3 rounded-control px-2 {state}")
        };
        let pressed = choice.clone();
        view! {
            <li
                id=format!("command-{i}")
                role="option"
                aria-selected=move || if at.get() == i { "true" } else { "false" }
                class=class
                on:click=move |_| choose.run(pressed.clone())
            >
                <span class="w-20 shrink-0 text-xs text-muted">{choice.kind}</span>
                <span class="grow break-all">{choice.label}</span>
                <span class="shrink-0 font-mono text-xs text-muted">{choice.keys}</span>
            </li>
        }
    };
    view! {
        <ul id="command-list" role="listbox" aria-label="Found" class="flex flex-col gap-1">
            {move || choices.get().into_iter().enumerate().map(row).collect_view()}
        </ul>
        <p role="status" class="text-muted">
            {move || choices.read().is_empty().then_some("Nothing has that in its name")}
        </p>
    }
}

fn all(commands: Vec<Command>, functions: impl Iterator<Item = (String, String)>) -> Vec<Choice> {
    let pages = [
        ("Functions", path::functions()),
        ("New function", path::new_function()),
        ("Queues", path::queues()),
        ("Layers", path::layers()),
        ("Settings", path::settings()),
        ("Front page", path::landing()),
    ];
    let go = |kind, label: String, to| Choice { kind, label, keys: "", does: Does::Go(to) };
    let actions = commands.into_iter().map(|Command { label, keys, run }| Choice {
        kind: "Action",
        label,
        keys,
        does: Does::Run(run),
    });
    let pages = pages.into_iter().map(|(label, to)| go("Page", label.to_owned(), to));
    let regions = Region::ALL.into_iter().map(|region| Choice {
        kind: "Region",
        label: format!("{}, {region}", region.label()),
        keys: "",
        does: Does::Show(region),
    });
    actions.chain(functions.map(|(name, to)| go("Function", name, to))).chain(pages).chain(regions).collect()
}

/// The choices that have every typed word somewhere in kind or name, at most [`ROWS_MAX`].
fn matching(choices: Vec<Choice>, typed: &str) -> Vec<Choice> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    let fits = |choice: &Choice| {
        let text = format!("{} {}", choice.kind, choice.label).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    choices.into_iter().filter(fits).take(ROWS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &[&str]) {
        let functions = ["hello-brave-otter", "resize"].map(|name| (name.to_owned(), format!("/f/{name}")));
        let found = matching(all(Vec::new(), functions.into_iter()), typed);
        assert_eq!(found.iter().map(|choice| choice.label.as_str()).collect::<Vec<_>>(), expected, "{typed}");
    }

    #[test]
    fn every_typed_word_must_be_there() {
        check("otter hello", &["hello-brave-otter"]);
        check("RESIZE", &["resize"]);
        check("page", &["Functions", "New function", "Queues", "Layers", "Settings", "Front page"]);
        check("function re", &["resize"]);
        check("ireland", &["Europe (Ireland), eu-west-1"]);
        check("region us-e", &["US East (N. Virginia), us-east-1", "US East (Ohio), us-east-2"]);
        check("nothing like it", &[]);
    }

    #[test]
    fn a_long_list_is_cut() {
        let many = (0..200).map(|i| (format!("f{i}"), String::new()));
        assert_eq!(matching(all(Vec::new(), many), "").len(), ROWS_MAX);
    }
}
