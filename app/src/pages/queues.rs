//! `/queues`: queues of messages, and what is in them.

use crate::components::queues::Actions;
use crate::components::queues::content::Content;
use crate::components::queues::create::NewQueue;
use crate::components::queues::table::QueueTable;
use crate::error::UiError;
use crate::path;
use crate::server_fns::queues::{QUEUES_SHOWN_MAX, QueueList, read_queues};
use crate::ui::empty_state::EmptyState;
use crate::ui::error_card::ErrorCard;
use crate::ui::resource;
use crate::ui::skeleton::Skeleton;
use crate::ui::toast::Toasts;
use api::sqs::QueueName;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

/// The page's code, which the browser loads with the first address that shows it.
pub struct QueuesRoute;

#[lazy_route]
impl LazyRoute for QueuesRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        view! { <Queues /> }.into_any()
    }
}

#[component]
fn Queues() -> impl IntoView {
    let (actions, query) = (Actions::new(), use_query_map());
    let opened = Memo::new(move |_| query.read().get("queue").filter(|name| !name.is_empty()));
    let data = resource::read(move || (actions.looked.get(), opened.get()), |(_, opened)| read_queues(opened));
    tell(actions);
    view! {
        <Title text="Queues" />
        <div class="mx-auto flex max-w-7xl flex-col gap-4 p-4">
            <h1 class="text-2xl font-semibold">"Queues"</h1>
            <p class="text-muted">
                "Amazon SQS: a message stays until a receiver deletes it. What is received is hidden for a while and comes back if it \
                 is not deleted; what comes back too often goes to a dead-letter queue. Times are on the workspace's clock."
            </p>
            <Transition fallback=|| view! { <Skeleton label="Loading the queues" lines=4 /> }>
                {move || Suspend::new(async move { listed(data.await, actions) })}
            </Transition>
        </div>
    }
}

fn listed(data: Result<QueueList, UiError>, actions: Actions) -> AnyView {
    let QueueList { queues, has_more, opened } = match data {
        Ok(list) => list,
        Err(error) => {
            #[cfg(feature = "ssr")]
            crate::context::set_page_status(error.code());
            return view! { <ErrorCard title="The queues cannot be listed" reason=error.to_string() /> }.into_any();
        }
    };
    #[cfg(feature = "ssr")]
    if let Some(Err(error)) = opened.as_ref().map(|opened| &opened.content) {
        crate::context::set_page_status(error.code());
    }
    let name: Option<QueueName> = opened.as_ref().map(|opened| opened.name.clone());
    let table = match queues.is_empty() {
        true => view! { <NoQueues /> }.into_any(),
        false => view! { <QueueTable queues=queues.clone() opened=name /> }.into_any(),
    };
    // What was typed stays until a queue was made or the choices are others: then the form is a new one, not the old one with other
    // words in it, which the browser would take for what was chosen.
    let form = (actions.made.get_untracked(), queues.iter().map(|facts| facts.arn.name.clone()).collect::<Vec<_>>());
    let more = has_more.then(|| format!("The first {QUEUES_SHOWN_MAX} queues by name; the AWS API lists all."));
    view! {
        {table}
        {more.map(|more| view! { <p class="text-muted">{more}</p> })}
        <div class="grid items-start gap-4 lg:grid-cols-2">
            {opened.map(|opened| view! { <Content opened actions /> })}
            <For each=move || [form.clone()] key=Clone::clone children=move |_| view! { <NewQueue actions queues=queues.clone() /> } />
        </div>
    }
    .into_any()
}

#[component]
fn NoQueues() -> impl IntoView {
    view! {
        <EmptyState title="No queues yet">
            <p class="max-w-prose">
                "A queue keeps messages between who sends them and who works them off. Functions send theirs to one when an event was \
                 given up. Here you will see each queue with what is in it: make the first one below, or by the AWS API."
            </p>
        </EmptyState>
    }
}

/// Says what was done, and reads the queues anew. A new queue opens; one that was deleted is left.
fn tell(actions: Actions) {
    let (toasts, navigate) = (Toasts::of_page(), StoredValue::new(use_navigate()));
    let go = move |to: String| navigate.with_value(|navigate| navigate(&to, leptos_router::NavigateOptions::default()));
    when_done(actions, actions.create.value(), move |name: &QueueName| {
        actions.made.update(|made| *made = made.wrapping_add(1));
        toasts.info(format!("{name} was made"));
        go(path::queue(name));
    });
    when_done(actions, actions.delete.value(), move |name: &QueueName| {
        toasts.info(format!("{name} was deleted"));
        go(path::queues());
    });
    when_done(actions, actions.send.value(), move |()| actions.body.set(String::new()));
    when_done(actions, actions.purge.value(), move |()| toasts.info("The messages were deleted"));
    when_done(actions, actions.delete_message.value(), move |()| toasts.info("The message was deleted"));
    say_refusals(toasts, actions.delete.value());
    say_refusals(toasts, actions.delete_message.value());
}

/// Of what has no place of its own for them.
fn say_refusals<T: Clone + Send + Sync + 'static>(
    toasts: Toasts,
    answer: impl Get<Value = Option<Result<T, UiError>>> + 'static,
) {
    Effect::watch(
        move || answer.get().and_then(Result::err),
        move |refused, _, _| {
            if let Some(error) = refused {
                toasts.error(error.to_string());
            }
        },
        false,
    );
}

/// After each success; what was refused leaves the page as it is.
fn when_done<T: Clone + Send + Sync + 'static>(
    actions: Actions,
    answer: impl Get<Value = Option<Result<T, UiError>>> + 'static,
    then: impl Fn(&T) + 'static,
) {
    Effect::watch(
        move || answer.get(),
        move |answer, _, _| {
            if let Some(Ok(done)) = answer {
                then(done);
                actions.look();
            }
        },
        false,
    );
}
