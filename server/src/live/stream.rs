//! Everything that a page wants to hear about one function, as one stream.

use crate::wiring::Parts;
use api::control_plane::ControlPlane;
use api::error::ApiError;
use api::id::{AccountId, FunctionName};
use api::message::{RunPosition, ServerMessage};
use control::ControlChange;
use futures::stream::{BoxStream, StreamExt, select};
use tokio::sync::broadcast::error::RecvError;

/// Events of the function's runs, and its draft being saved.
pub(super) async fn of(
    parts: &Parts,
    account: AccountId,
    function: FunctionName,
    seen: Vec<RunPosition>,
) -> Result<BoxStream<'static, ServerMessage>, ApiError> {
    let drafts = drafts(parts, account.clone(), function.clone());
    let runs = parts.invoke.subscribe(account, function, seen);
    Ok(select(runs, drafts).boxed())
}

fn drafts(parts: &Parts, account: AccountId, function: FunctionName) -> BoxStream<'static, ServerMessage> {
    let control = parts.control.clone();
    let changes = control.changes();
    let next = futures::stream::unfold(
        (control, changes, account, function),
        |(control, mut changes, account, function)| async move {
            loop {
                let saved = match changes.recv().await {
                    Ok(ControlChange::DraftSaved { account: whose, function: which, revision }) => {
                        (whose == account && which == function).then_some(revision)
                    }
                    Ok(
                        ControlChange::TriggersChanged { .. }
                        | ControlChange::ProvisionedChanged { .. }
                        | ControlChange::MappingsChanged { .. }
                        | ControlChange::SnapshotWanted { .. },
                    ) => None,
                    // Something was missed, perhaps a save: what holds now is what the page wants to know.
                    Err(RecvError::Lagged(_)) => {
                        control.function(&account, &function).await.ok().map(|now| now.revision)
                    }
                    Err(RecvError::Closed) => return None,
                };
                if let Some(revision) = saved {
                    let message = ServerMessage::DraftSaved { function: function.clone(), revision };
                    return Some((message, (control, changes, account, function)));
                }
            }
        },
    );
    next.boxed()
}
