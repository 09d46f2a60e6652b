//! STS: who am I. It answers in every region. The query protocol: a form goes in, XML comes out.

use crate::Answer;
use crate::admit::Caller;
use crate::error::{AwsError, answer as answer_of, escaped};
use crate::sigv4::query;
use http::request::Parts as Head;

pub(crate) fn answer(caller: &Caller, head: &Head, body: &[u8]) -> Answer {
    let form: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().chain(query(head)).collect();
    let action = form.iter().find(|(name, _)| name == "Action").map(|(_, value)| value.as_str());
    match action {
        Some("GetCallerIdentity") => identity(caller),
        Some(other) => {
            let message = format!("Coldstart does not do STS's `{}` yet", other.escape_debug());
            AwsError::not_done(message).xml(&caller.request_id)
        }
        None => AwsError::new(400, "MissingAction", "the request names no Action").xml(&caller.request_id),
    }
}

/// The account's own root: users and roles are not there yet.
fn identity(caller: &Caller) -> Answer {
    let (account, id) = (caller.account.digits(), &caller.request_id);
    let key = escaped(&caller.credential.key);
    let body = format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
         <Arn>arn:aws:iam::{account}:root</Arn><UserId>{user}</UserId><Account>{account}</Account>\
         </GetCallerIdentityResult><ResponseMetadata><RequestId>{id}</RequestId></ResponseMetadata>\
         </GetCallerIdentityResponse>",
        user = if key == "test" { account } else { &key },
    );
    answer_of(200, "text/xml", body.into_bytes(), id)
}
