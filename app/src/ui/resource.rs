//! What a page reads from the server: the one way resources are made.
//!
//! The browser decodes every type by one deserializer, from bytes, as server functions do: leptos' own codec reads from a
//! string, and each type's code would be in the page's Wasm twice.

use leptos::prelude::Resource;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;

/// What is read from the server, again whenever what it was asked by changes.
pub type Read<T> = Resource<T, Json>;

/// JSON in the page, read as bytes.
#[derive(Debug, Clone, Copy)]
pub struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// Reads by `fetch` what `source` asks for. The server's answer waits for it.
pub fn read<S, T, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Read<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Fut: Future<Output = T> + Send + 'static,
{
    // One type for all futures: what waits for them is compiled once for each kind of answer.
    Read::new_with_options(
        source,
        move |asked| -> Pin<Box<dyn Future<Output = T> + Send>> { Box::pin(fetch(asked)) },
        true,
    )
}
