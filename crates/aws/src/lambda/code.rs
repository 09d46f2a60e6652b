//! A function's code: what comes with a request, and the address that downloads it.

use super::Call;
use super::Done;
use super::input::blob_of;
use super::reference::parse;
use crate::Answer;
use crate::admit::{Caller, Endpoint};
use crate::error::{AwsError, answer};
use crate::sigv4::presign::presigned;
use crate::sigv4::{decode, encode};
use api::alias::FunctionVersion;
use api::bucket::{ObjectPlace, PackageSource};
use api::id::FunctionName;
use http::HeaderValue;
use http::header::CONTENT_DISPOSITION;
use http::request::Parts as Head;
use serde_json::{Map, Value};

/// Where code is downloaded: no address of Lambda's, and always signed.
const DOWNLOADS: &str = "/coldstart/code/";
/// How long an address is good for, as on AWS.
const ADDRESS_SECONDS: u32 = 600;

/// How code can come: in the request, or from a bucket.
pub(super) const SOURCES: [&str; 3] = ["ZipFile", "S3Bucket", "S3Key"];

/// Where the code of a request is: in `Code`, or beside the function's name.
pub(super) fn package_of(members: &Map<String, Value>) -> Result<PackageSource, AwsError> {
    let other = members.iter().find(|(name, value)| !SOURCES.contains(&name.as_str()) && !value.is_null());
    if let Some((name, _)) = other {
        let message = format!(
            "`{}` is not simulated by Coldstart yet; send the code as `ZipFile`, or name its `S3Bucket` and `S3Key`",
            name.escape_debug()
        );
        return Err(AwsError::parameter(message));
    }
    let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
    match (blob_of(members.get("ZipFile"))?, text("S3Bucket"), text("S3Key")) {
        (Some(zip), None, None) => Ok(PackageSource::Zip(zip)),
        (None, Some(bucket), Some(key)) => Ok(PackageSource::Object(ObjectPlace { bucket, key })),
        (Some(_), ..) => {
            Err(AwsError::parameter("Please do not provide other FunctionCode parameters when providing a ZipFile."))
        }
        (None, None, None) => Err(AwsError::parameter("Please provide a source for your function code.")),
        (None, ..) => Err(AwsError::parameter("S3Bucket and S3Key are both needed to take the code from a bucket.")),
    }
}

/// An address that downloads the code, signed by who asks.
pub(super) fn address(call: &Call<'_>, name: &FunctionName, version: FunctionVersion) -> String {
    let path = format!("{DOWNLOADS}{}", encode(name.as_str()));
    signed(call, &path, &[("Qualifier", &version.to_string())])
}

/// A download's address that is good for a while.
pub(super) fn signed(call: &Call<'_>, path: &str, query: &[(&str, &str)]) -> String {
    let Caller { credential, secret, host, .. } = call.caller;
    presigned(host, (path, query), credential, secret, (call.endpoint.clock.now(), ADDRESS_SECONDS))
}

/// A zip as an answer that a browser keeps as a file.
pub(super) fn zip_answer(zip: Vec<u8>, file: &str, request_id: &str) -> Answer {
    let mut response = answer(200, "application/zip", zip, request_id);
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{file}.zip\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

/// The function whose code is asked for, if this is a download.
pub(super) fn downloaded(head: &Head) -> Option<String> {
    head.uri.path().strip_prefix(DOWNLOADS).filter(|_| head.method == http::Method::GET).map(decode)
}

pub(super) async fn download(
    endpoint: &Endpoint,
    caller: &Caller,
    query: &[(String, String)],
    function: String,
) -> Done {
    let qualifier = query.iter().find(|(name, _)| name == "Qualifier").map(|(_, value)| value.as_str());
    let wanted = parse(&caller.account, &function, qualifier)?;
    if wanted.account != caller.account {
        return Err(AwsError::denied(&caller.account, "lambda:GetFunction", &wanted.arn()));
    }
    let zip = endpoint.control.zip(&caller.account, &wanted.name, &wanted.state()).await?;
    Ok(zip_answer(zip, wanted.name.as_str(), &caller.request_id))
}
