//! The environment variables: a row each, and a whole `.env` by pasting it into any name's cell.

use crate::components::playground::dotenv;
use crate::components::playground::settings_state::VariableRow;
use crate::components::playground::state::Playground;
use crate::components::playground::style::{BUTTON, BUTTON_SMALL, ERROR, FORM, HELP, INPUT};
use crate::components::playground::{browser, form::Variable};
use crate::ui::toast::Toasts;
use leptos::prelude::*;

/// Problems of a paste that are shown one by one; the rest is counted.
const PROBLEMS_SHOWN_MAX: usize = 5;

/// The group of rows.
#[component]
pub(super) fn Environment() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let settings = playground.settings;
    let all = playground.error_at("environment");
    let problems = RwSignal::new(Vec::<String>::new());
    let add = move |_| {
        let id = settings.add_variable();
        request_animation_frame(move || browser::focus(&name_id(id)));
    };
    let rows = move || settings.environment.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <fieldset aria-label="Environment variables" class="min-w-0">
            <legend class="mb-1 font-medium">"Environment variables"</legend>
            <For each=rows key=|(index, row)| (*index, row.id) let((index, row))>
                <Row index row problems />
            </For>
            <noscript inner_html=move || plain_row(settings.environment.read_untracked().len())></noscript>
            <button type="button" class=BUTTON on:click=add>"Add variable"</button>
            <p class=HELP>"Paste a whole .env file into any name. At most 4,096 bytes together."</p>
            <p class=ERROR>{move || all.get()}</p>
            <Show when=move || !problems.read().is_empty()>
                <div role="alert" class=ERROR>
                    <p>"Of what was pasted, this could not be read:"</p>
                    <ul class="list-disc pl-4">{move || problems.get().into_iter().map(|p| view! { <li>{p}</li> }).collect_view()}</ul>
                </div>
            </Show>
        </fieldset>
    }
}

/// An empty row for a browser without JavaScript; clearing a row deletes it.
fn plain_row(index: usize) -> String {
    let field = |part: &str, label: &str| {
        format!(
            "<input form=\"{FORM}\" name=\"form[settings][environment][{index}][{part}]\" \
             aria-label=\"{label} {}\" class=\"{INPUT} mb-2\">",
            index + 1
        )
    };
    format!("{}{}", field("name", "Variable name"), field("value", "Variable value"))
}

fn name_id(id: u32) -> String {
    format!("variable-name-{id}")
}

#[component]
fn Row(index: usize, row: VariableRow, problems: RwSignal<Vec<String>>) -> impl IntoView {
    let playground = expect_context::<Playground>();
    let toasts = Toasts::of_page();
    let (id, number) = (row.id, index + 1);
    let error = Signal::derive(move || playground.error_named(&format!("environment.{index}")));
    let remove = move |_| {
        if let Some((index, variable)) = playground.settings.remove_variable(id) {
            playground.edited();
            offer_back(playground, toasts, index, variable);
        }
    };
    view! {
        <div class="mb-2">
            <div class="flex items-center gap-2">
                <NameCell row=row.clone() number problems error />
                <ValueCell row number />
                <button type="button" class=BUTTON_SMALL aria-label=format!("Delete variable {number}") on:click=remove>"×"</button>
            </div>
            <p id=format!("variable-error-{id}") class=ERROR>{move || error.get()}</p>
        </div>
    }
}

fn offer_back(playground: Playground, toasts: Toasts, index: usize, variable: Variable) {
    if variable == Variable::default() {
        return;
    }
    let text = format!("`{}` is deleted", variable.name);
    let undo = Callback::new(move |()| {
        playground.settings.insert_variable(index, variable.clone());
        playground.edited();
    });
    toasts.with_undo(text, undo);
}

#[component]
fn NameCell(
    row: VariableRow,
    number: usize,
    problems: RwSignal<Vec<String>>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let playground = expect_context::<Playground>();
    let VariableRow { id, name, value: _ } = row;
    let paste = move |event: leptos::ev::ClipboardEvent| {
        let Some(text) = browser::pasted(&event).filter(|text| dotenv::looks_like_dotenv(text)) else { return };
        event.prevent_default();
        let found = dotenv::parse(&text);
        problems.set(problem_lines(&found.problems));
        playground.settings.paste_variables(id, found.pairs);
        playground.edited();
    };
    let shown = name.clone();
    let typed = move |event: leptos::ev::Event| {
        name.set(event_target_value(&event));
        playground.edited();
    };
    view! {
        <input
            id=name_id(id)
            type="text"
            form=FORM
            name=format!("form[settings][environment][{}][name]", number - 1)
            aria-label=format!("Variable name {number}")
            class=format!("{INPUT} font-mono")
            autocomplete="off"
            spellcheck="false"
            value=shown.get_untracked()
            prop:value=move || shown.get()
            aria-invalid=move || error.read().is_some().to_string()
            aria-describedby=format!("variable-error-{id}")
            on:input=typed
            on:paste=paste
        />
    }
}

#[component]
fn ValueCell(row: VariableRow, number: usize) -> impl IntoView {
    let playground = expect_context::<Playground>();
    let VariableRow { id: _, name: _, value } = row;
    let shown = value.clone();
    let typed = move |event: leptos::ev::Event| {
        value.set(event_target_value(&event));
        playground.edited();
    };
    view! {
        <textarea
            rows="1"
            form=FORM
            name=format!("form[settings][environment][{}][value]", number - 1)
            aria-label=format!("Variable value {number}")
            class=format!("{INPUT} resize-y py-1 font-mono")
            autocomplete="off"
            spellcheck="false"
            inner_html=crate::components::playground::editor::textarea_html(&shown.get_untracked())
            prop:value=move || shown.get()
            on:input=typed
        ></textarea>
    }
}

fn problem_lines(problems: &[dotenv::Problem]) -> Vec<String> {
    let shown = problems.iter().take(PROBLEMS_SHOWN_MAX).map(ToString::to_string);
    let more = problems.len().saturating_sub(PROBLEMS_SHOWN_MAX);
    shown.chain((more > 0).then(|| format!("and {more} more"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_problems_are_counted() {
        let problem = |line| dotenv::Problem { line, message: "x".to_owned() };
        assert_eq!(problem_lines(&[problem(1)]), ["line 1: x"]);
        let many: Vec<_> = (1..=7).map(problem).collect();
        assert_eq!(problem_lines(&many).last().map(String::as_str), Some("and 2 more"));
    }
}
