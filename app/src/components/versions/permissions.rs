//! Who may use a function, as its policies say.

use super::CELL;
use crate::server_fns::aliases::Permissions;
use api::policy::{Condition, Principal, Statement};
use leptos::prelude::*;

fn who(principal: &Principal) -> String {
    match principal {
        Principal::Everyone => "Everyone".to_owned(),
        Principal::Account(account) => format!("Account {account}"),
        Principal::Identity(arn) => arn.clone(),
        Principal::Service(name) => name.clone(),
    }
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::SourceArn(arn) => format!("for {arn}"),
        Condition::SourceAccount(account) => format!("of account {account}"),
        Condition::PrincipalOrganization(id) => format!("in organization {id}"),
        Condition::EventSourceToken(_) => "with its event source token".to_owned(),
        Condition::FunctionUrlAuthType(kind) => format!("by a URL of type {kind}"),
        Condition::InvokedViaFunctionUrl(true) => "through the function URL".to_owned(),
        Condition::InvokedViaFunctionUrl(false) => "not through the function URL".to_owned(),
    }
}

/// The permissions. They are changed through the AWS API.
#[component]
pub(super) fn PermissionsList(
    /// All that there are.
    permissions: Vec<Permissions>,
) -> impl IntoView {
    let rows = permissions.into_iter().flat_map(|Permissions { qualifier, statements }| {
        let of = qualifier.unwrap_or_else(|| "The function".to_owned());
        statements.into_iter().map(move |statement| row(&of, &statement))
    });
    let rows: Vec<_> = rows.collect();
    let list = match rows.is_empty() {
        true => view! { <p class="text-sm text-muted">"Only this account uses the function. `aws lambda add-permission` lets others."</p> }.into_any(),
        false => view! { <Table rows /> }.into_any(),
    };
    view! {
        <section aria-labelledby="permissions-title" class="flex flex-col gap-2">
            <h2 id="permissions-title" class="text-lg font-medium">"Permissions"</h2>
            {list}
        </section>
    }
}

#[component]
fn Table(rows: Vec<AnyView>) -> impl IntoView {
    view! {
        <div class="overflow-x-auto" tabindex="0" role="region" aria-labelledby="permissions-title">
            <table class="w-full text-sm">
                <thead class="text-muted">
                    <tr>
                        {["Of", "Statement", "Who", "May", "If"].map(|head| view! { <th scope="col" class=CELL>{head}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(of: &str, statement: &Statement) -> AnyView {
    let cells = [
        of.to_owned(),
        statement.sid.clone(),
        who(&statement.principal),
        statement.action.clone(),
        statement.conditions.iter().map(condition).collect::<Vec<_>>().join(", "),
    ];
    let cells = cells.map(|cell| view! { <td class=format!("{CELL} break-words")>{cell}</td> });
    view! { <tr class="border-t border-divider">{cells.into_iter().collect_view()}</tr> }.into_any()
}
