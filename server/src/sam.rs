//! Functions as templates of AWS SAM: `GET /functions/{name}/sam` and `PUT /sam`.

use crate::body;
use crate::packages::{Account, owner, workspace};
use crate::refuse::Refusal;
use crate::wiring::Parts;
use api::id::FunctionName;
use api::sam::{Imported, SamTemplates};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::response::Response;

/// The deployed function with its template.
pub async fn export(
    State(parts): State<Parts>,
    account: Account,
    Path(name): Path<String>,
) -> Result<Response, Refusal> {
    let name = FunctionName::parse(name)?;
    let zip = parts.control.export_sam(&owner(account, &name)?, &name).await?;
    Ok(crate::packages::attached(&format!("{name}-sam"), zip))
}

/// Makes the functions and layers of a template; the body is a zip.
pub async fn import(State(parts): State<Parts>, account: Account, request: Request) -> Result<Json<Imported>, Refusal> {
    let account = workspace(account)?;
    let received = body::zip(request).await?;
    Ok(Json(parts.control.import_sam(&account, received.bytes.to_vec()).await?))
}
