//! Files of the person's disk: chosen in a file box, or dropped on the page. Only a browser has them.

#[cfg(feature = "hydrate")]
use leptos::prelude::*;

/// A file that was picked. It is not read before it is asked for.
#[derive(Debug, Clone)]
pub struct Picked {
    #[cfg(feature = "hydrate")]
    file: web_sys::File,
}

/// Where one waits. What a browser gives cannot leave its thread, and the server's pages are made by many.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn slot() -> StoredValue<Option<Picked>, LocalStorage> {
    StoredValue::new_local(None)
}

/// Where one would wait.
#[cfg(not(feature = "hydrate"))]
#[must_use]
pub fn slot() -> leptos::prelude::StoredValue<Option<Picked>> {
    leptos::prelude::StoredValue::new(None)
}

impl Picked {
    /// The files that a person chose in a file box, which is emptied.
    #[must_use]
    pub fn chosen(event: &leptos::ev::Event) -> Vec<Self> {
        #[cfg(feature = "hydrate")]
        {
            let input = event_target::<web_sys::HtmlInputElement>(event);
            let files = listed(input.files());
            input.set_value("");
            files
        }
        #[cfg(not(feature = "hydrate"))]
        {
            let _ = event;
            Vec::new()
        }
    }

    /// The files that a person dropped; none if something else was.
    #[must_use]
    pub fn dropped(event: &leptos::ev::DragEvent) -> Vec<Self> {
        #[cfg(feature = "hydrate")]
        {
            listed(event.data_transfer().and_then(|data| data.files()))
        }
        #[cfg(not(feature = "hydrate"))]
        {
            let _ = event;
            Vec::new()
        }
    }

    /// Its name, without a folder.
    #[must_use]
    pub fn name(&self) -> String {
        #[cfg(feature = "hydrate")]
        {
            self.file.name()
        }
        #[cfg(not(feature = "hydrate"))]
        String::new()
    }

    /// Its size in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        #[cfg(feature = "hydrate")]
        {
            self.file.size() as usize
        }
        #[cfg(not(feature = "hydrate"))]
        0
    }

    /// What is in it; nothing if the disk no longer gives it.
    #[cfg_attr(not(feature = "hydrate"), expect(clippy::unused_async, reason = "only a browser waits"))]
    pub async fn read(&self) -> Option<Vec<u8>> {
        #[cfg(feature = "hydrate")]
        {
            let buffer = wasm_bindgen_futures::JsFuture::from(self.file.array_buffer()).await.ok()?;
            Some(js_sys::Uint8Array::new(&buffer).to_vec())
        }
        #[cfg(not(feature = "hydrate"))]
        None
    }

    /// Sends it as the body of a `PUT`; the page never holds it in memory. Gives what the server answers.
    ///
    /// # Errors
    /// Why the server refused it, as a sentence.
    #[cfg_attr(not(feature = "hydrate"), expect(clippy::unused_async, reason = "only a browser waits"))]
    pub async fn put(&self, path: &str) -> Result<String, String> {
        #[cfg(feature = "hydrate")]
        {
            let unreachable = |_| "The server cannot be reached; nothing was changed.".to_owned();
            let (is_taken, text) = sent(&self.file, path).await.map_err(unreachable)?;
            if is_taken { Ok(text) } else { Err(reason(&text)) }
        }
        #[cfg(not(feature = "hydrate"))]
        {
            Err(format!("`{path}` is for a browser"))
        }
    }
}

#[cfg(feature = "hydrate")]
fn listed(files: Option<web_sys::FileList>) -> Vec<Picked> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|i| files.item(i)).map(|file| Picked { file }).collect()
}

/// Whether it was taken, and the answer's text.
#[cfg(feature = "hydrate")]
async fn sent(file: &web_sys::File, path: &str) -> Result<(bool, String), wasm_bindgen::JsValue> {
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;
    let init = web_sys::RequestInit::new();
    init.set_method("PUT");
    init.set_body(file);
    let asked = web_sys::Request::new_with_str_and_init(path, &init)?;
    let came: web_sys::Response = JsFuture::from(window().fetch_with_request(&asked)).await?.dyn_into()?;
    let text = JsFuture::from(came.text()?).await?.as_string().unwrap_or_default();
    Ok((came.ok(), text))
}

/// The sentence of a refusal, which is a JSON object with `detail`.
#[cfg(any(feature = "hydrate", test))]
fn reason(answer: &str) -> String {
    let object = serde_json::from_str::<serde_json::Value>(answer).unwrap_or_default();
    let detail = object.get("detail").and_then(serde_json::Value::as_str);
    detail.unwrap_or("The server did not take the file; its log says why.").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_the_servers_words() {
        assert_eq!(reason(r#"{"status":400,"detail":"the zip has no file"}"#), "the zip has no file");
        for other in ["", "<html>", "{}", r#"{"detail":4}"#] {
            assert!(reason(other).starts_with("The server did not take the file"), "{other}");
        }
    }
}
