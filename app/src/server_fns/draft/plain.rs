//! What the buttons of the playground do for a browser without JavaScript.

use crate::components::playground::event_text;
use crate::components::playground::plain_form::{Intent, PlaygroundForm, merge};
use crate::context::{control, invoker};
use crate::error::UiError;
use crate::path;
use api::code::{Code, FileContent, FilePath};
use api::error::{ApiError, ErrorCode};
use api::function::Draft;
use api::id::{AccountId, FunctionName, RevisionId, RunId};
use api::run::{RunRequest, RunSource, Said, Target, Variation};
use api::test_event::TestEventName;

/// Longest event that travels in the address of a page, where it would be lost otherwise.
const EVENT_IN_ADDRESS_BYTES_MAX: usize = 2_000;

/// The event of a run that the address names. An id that is none, or of a run that is gone, is no reason to refuse the page.
pub(super) async fn event_of(account: &AccountId, run: Option<String>) -> Result<Option<String>, UiError> {
    let Some(id) = run.and_then(|id| RunId::parse(id).ok()) else { return Ok(None) };
    match invoker()?.run(account, &id).await {
        Ok(record) => Ok(Some(record.payload)),
        Err(error) if error.code == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Saves what was sent, then does what the button says. Gives the address of the next page.
pub(super) async fn submit(account: AccountId, form: PlaygroundForm) -> Result<String, UiError> {
    let function = FunctionName::parse(form.function.as_str())?;
    let intent = Intent::parse(&form.intent)?;
    let stored = control()?.function(&account, &function).await?;
    let (draft, errors) = merge(&form, &stored.draft)?;
    let mut base = RevisionId::parse(form.base.as_str())?;
    if draft != stored.draft {
        base = control()?.save_draft(&account, &function, Some(base), draft.clone()).await?;
    }
    if let Some(error) = errors.into_iter().next() {
        return Err(error.into());
    }
    let page = Page { account, function, base, draft, form };
    page.act(intent).await
}

/// The form, saved.
struct Page {
    account: AccountId,
    function: FunctionName,
    base: RevisionId,
    draft: Draft,
    form: PlaygroundForm,
}

impl Page {
    async fn act(self, intent: Intent) -> Result<String, UiError> {
        let home = path::playground(&self.function);
        match intent {
            Intent::Save => Ok(with_query(&home, &[("file", &self.form.path)])),
            Intent::Run => self.run(&home).await,
            Intent::Deploy => {
                control()?.deploy(&self.account, &self.function, String::new()).await?;
                Ok(with_query(&home, &[("side", "versions")]))
            }
            Intent::Open(path) => Ok(with_query(&home, &[("file", path.as_str())])),
            Intent::Side(panel) => Ok(with_query(&home, &[("file", &self.form.path), ("side", &panel)])),
            Intent::AddFile => self.add_file(&home).await,
            Intent::DeleteFile => self.delete_file(&home).await,
            Intent::SaveEvent => {
                let name = TestEventName::parse(self.form.event_name.as_str())?;
                control()?.save_test_event(&self.account, &self.function, name, self.form.event.clone()).await?;
                Ok(home)
            }
            Intent::Restore(number) => {
                let version = control()?.version(&self.account, &self.function, number).await?;
                self.save(version.content).await?;
                Ok(with_query(&home, &[("side", "versions")]))
            }
        }
    }

    async fn run(&self, home: &str) -> Result<String, UiError> {
        if let Err(problem) = event_text::check(&self.form.event) {
            return match self.form.event.len() <= EVENT_IN_ADDRESS_BYTES_MAX {
                // The page shows the event and what is wrong with it.
                true => Ok(with_query(home, &[("file", &self.form.path), ("event", &self.form.event)])),
                false => Err(ApiError::new(ErrorCode::InvalidRequestContent, problem.message).into()),
            };
        }
        let request = RunRequest {
            function: self.function.clone(),
            target: Target::Draft,
            payload: self.form.event.clone(),
            source: RunSource::Test,
            variation: Variation::default(),
            said: Said::default(),
        };
        let run = invoker()?.start(&self.account, request).await?;
        invoker()?.wait(&self.account, &run).await?;
        Ok(with_query(home, &[("file", &self.form.path), ("run", run.as_str())]))
    }

    async fn add_file(&self, home: &str) -> Result<String, UiError> {
        let mut files = self.draft.code.files().clone();
        let path = crate::components::playground::files::check_name(&files, &self.form.new_file, None)?;
        files.insert(path.clone(), FileContent::Text(String::new()));
        self.save(Draft { code: Code::excerpt(files)?, ..self.draft.clone() }).await?;
        Ok(with_query(home, &[("file", path.as_str())]))
    }

    async fn delete_file(&self, home: &str) -> Result<String, UiError> {
        let mut files = self.draft.code.files().clone();
        crate::components::playground::files::remove(&mut files, &FilePath::parse(self.form.path.as_str())?)?;
        self.save(Draft { code: Code::excerpt(files)?, ..self.draft.clone() }).await?;
        Ok(home.to_owned())
    }

    async fn save(&self, draft: Draft) -> Result<RevisionId, UiError> {
        Ok(control()?.save_draft(&self.account, &self.function, Some(self.base.clone()), draft).await?)
    }
}

fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let query: leptos_router::params::ParamsMap = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    format!("{path}{}", query.to_query_string())
}
