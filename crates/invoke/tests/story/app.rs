//! A data plane with one account, and what is asked of it in stories.

use api::clock::Clock;
use api::code::{Code, FileContent, FilePath};
use api::config::{EnvironmentVariables, FunctionConfig, Handler, MemoryMib, Runtime, TimeoutSeconds};
use api::environment::Lanes;
use api::error::ApiError;
use api::event::{InvocationEvent, LogLevel, LogOrigin, RunEvent};
use api::id::{AccountId, FunctionName, RevisionId, RunId, TriggerId, VersionNumber};
use api::invoker::{Invoker, RUN_EVENTS_PAGE_MAX};
use api::message::{RunPosition, ServerMessage};
use api::region::Region;
use api::run::{RunRecord, RunRequest, RunSource, RunState, Said, Target, Variation};
use api::time::UnixMillis;
use api::trigger::TriggerConfig;
use futures::stream::BoxStream;
use futures::{FutureExt, StreamExt};
use invoke::{Invoke, InvokeConfig};
use runtimes::{Runtimes, RuntimesConfig};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use store::Store;
use store::version::VersionRow;

pub const HELLO: &str =
    "export const handler = async (event) => { console.log('hi', event.name); return { ok: true }; };";

/// The start of the manual clock: 2026-11-23T02:00:00Z.
const START: UnixMillis = UnixMillis(1_795_399_200_000);

pub struct App {
    pub invoke: Invoke,
    pub store: Store,
    pub clock: Arc<Clock>,
    pub account: AccountId,
    _folder: Option<tempfile::TempDir>,
}

/// All stories of this program share the engines; making them takes a second.
pub fn runtimes() -> Runtimes {
    static RUNTIMES: OnceLock<Runtimes> = OnceLock::new();
    let make = || {
        let cache_dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("modules");
        Runtimes::new(RuntimesConfig { cache_dir, threads: 2, typescript: crate::typescript::compiler() }).unwrap()
    };
    RUNTIMES.get_or_init(make).clone()
}

impl App {
    pub async fn new() -> Self {
        Self::with(InvokeConfig::default()).await
    }

    pub async fn with(config: InvokeConfig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let account = AccountId::from_number(123_456_789_012);
        let mut db = store.write().await.unwrap();
        store::account::insert(&mut db, &account, START).await.unwrap();
        Store::commit(db).await.unwrap();
        Self { _folder: Some(folder), ..Self::over(config, store, account).await }
    }

    /// A data plane over a store that is there already, as after a restart.
    pub async fn over(config: InvokeConfig, store: Store, account: AccountId) -> Self {
        let clock = Arc::new(Clock::manual(START));
        let invoke = Invoke::start(config, store.clone(), runtimes(), Arc::clone(&clock)).await.unwrap();
        Self { invoke, store, clock, account, _folder: None }
    }

    /// The same data plane for another region of the account.
    pub fn in_region(&self, region: Region) -> Self {
        let (invoke, store, clock) = (self.invoke.clone(), self.store.clone(), Arc::clone(&self.clock));
        Self { invoke, store, clock, account: self.account.in_region(region), _folder: None }
    }

    /// A function of this name, where others have names that no other story has.
    pub async fn create_named(&self, name: &str, source: &str) -> Function<'_> {
        let mut config = FunctionConfig::default_of(Runtime::NodeJs24);
        config.memory = MemoryMib::new(1_769).unwrap();
        let function = Function { app: self, name: FunctionName::parse(name).unwrap() };
        function.insert(&code(&[("index.mjs", source)]), &config).await;
        function
    }

    /// Keeps the folder beyond the data plane.
    pub fn into_parts(mut self) -> (Store, AccountId, tempfile::TempDir) {
        (self.store.clone(), self.account.clone(), self._folder.take().unwrap())
    }

    pub async fn create(&self, file: &str, source: &str) -> Function<'_> {
        self.create_with(&[(file, source)], |_| {}).await
    }

    pub async fn create_with(&self, files: &[(&str, &str)], change: impl FnOnce(&mut FunctionConfig)) -> Function<'_> {
        let has = |ending: &str| files.iter().any(|(path, _)| path.ends_with(ending));
        let mut config = FunctionConfig::default_of(match () {
            () if has(".wat") => Runtime::Provided,
            () if has(".py") => Runtime::Python313,
            () if has(".rb") => Runtime::Ruby40,
            () => Runtime::NodeJs24,
        });
        // Stories wait for no processor share.
        config.memory = MemoryMib::new(1_769).unwrap();
        change(&mut config);
        let name = FunctionName::parse(format!("f-{}", uuid::Uuid::new_v4())).unwrap();
        let function = Function { app: self, name };
        function.insert(&code(files), &config).await;
        function
    }
}

pub fn code(files: &[(&str, &str)]) -> Code {
    let file = |(path, text): &(&str, &str)| (FilePath::parse(*path).unwrap(), FileContent::Text((*text).to_owned()));
    Code::new(files.iter().map(file).collect::<BTreeMap<_, _>>()).unwrap()
}

pub fn variables(pairs: &[(&str, &str)]) -> EnvironmentVariables {
    EnvironmentVariables::new(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()).unwrap()
}

pub fn seconds(timeout: u32) -> TimeoutSeconds {
    TimeoutSeconds::new(timeout).unwrap()
}

pub fn handler(text: &str) -> Handler {
    Handler::parse(text).unwrap()
}

/// A function whose draft and version 1 are the same.
pub struct Function<'a> {
    pub app: &'a App,
    pub name: FunctionName,
}

impl Function<'_> {
    async fn insert(&self, code: &Code, config: &FunctionConfig) {
        let mut db = self.app.store.write().await.unwrap();
        let hash = store::code::insert(&mut db, code, START).await.unwrap();
        let revision = RevisionId::parse(uuid::Uuid::new_v4().to_string()).unwrap();
        let draft = store::function::NewDraft { revision: &revision, code: hash, config, now: START };
        let key = store::function::insert(&mut db, &self.app.account, &self.name, draft).await.unwrap();
        let version = VersionRow {
            function: key,
            number: VersionNumber(1),
            code: hash,
            config: config.clone(),
            description: String::new(),
            created_at: START,
        };
        store::version::insert(&mut db, &version).await.unwrap();
        Store::commit(db).await.unwrap();
    }

    pub async fn save(&self, files: &[(&str, &str)]) {
        let mut db = self.app.store.write().await.unwrap();
        let row = store::function::get(&mut db, &self.app.account, &self.name).await.unwrap().unwrap();
        let hash = store::code::insert(&mut db, &code(files), START).await.unwrap();
        let revision = RevisionId::parse(uuid::Uuid::new_v4().to_string()).unwrap();
        let draft = store::function::NewDraft { revision: &revision, code: hash, config: &row.config, now: START };
        store::function::update_draft(&mut db, row.key, draft).await.unwrap();
        Store::commit(db).await.unwrap();
    }

    pub async fn schedule(&self, expression: &str) -> TriggerId {
        let mut db = self.app.store.write().await.unwrap();
        let row = store::function::get(&mut db, &self.app.account, &self.name).await.unwrap().unwrap();
        let id = TriggerId::parse(uuid::Uuid::new_v4().simple().to_string()).unwrap();
        let config = TriggerConfig::Schedule { expression: expression.to_owned() };
        store::trigger::insert(&mut db, row.key, &id, (&config, &api::trigger::UrlSettings::default()), START)
            .await
            .unwrap();
        Store::commit(db).await.unwrap();
        id
    }

    pub fn request(&self, payload: &str) -> RunRequest {
        RunRequest {
            function: self.name.clone(),
            target: Target::Draft,
            payload: payload.to_owned(),
            source: RunSource::Test,
            variation: Variation::default(),
            said: Said::default(),
        }
    }

    pub async fn start(&self, payload: &str) -> Result<RunId, ApiError> {
        self.app.invoke.start(&self.app.account, self.request(payload)).await
    }

    /// Invokes and waits for the end.
    pub async fn invoke(&self, payload: &str) -> Story {
        let run = self.start(payload).await.unwrap();
        self.ended(&run).await
    }

    pub async fn ended(&self, run: &RunId) -> Story {
        let record = self.app.invoke.wait(&self.app.account, run).await.unwrap();
        let mut events: Vec<RunEvent> = Vec::new();
        loop {
            let after = events.last().map_or(0, |event| event.seq);
            let page = self.app.invoke.run_events(&self.app.account, run, after, RUN_EVENTS_PAGE_MAX).await.unwrap();
            if page.is_empty() {
                break;
            }
            events.extend(page);
        }
        let story = Story { record, events };
        story.check();
        story
    }

    pub fn subscribe(&self, seen: Vec<RunPosition>) -> Page {
        let (account, name) = (self.app.account.clone(), self.name.clone());
        Page { messages: self.app.invoke.subscribe(account, name, seen).boxed() }
    }

    /// Lets environments that are made in advance become ready: the next run is warm.
    pub async fn warm(&self) -> Story {
        loop {
            let story = self.invoke("{}").await;
            if !story.record.summary.cold {
                return story;
            }
            tokio::task::yield_now().await;
        }
    }
}

/// A run that has ended, as the store tells it.
pub struct Story {
    pub record: RunRecord,
    pub events: Vec<RunEvent>,
}

impl Story {
    /// What is true of every run.
    fn check(&self) {
        let summary = &self.record.summary;
        assert!(summary.state.is_final());
        assert_eq!(self.record.event_count, self.events.len() as u64);
        for (index, event) in self.events.iter().enumerate() {
            assert_eq!(event.seq, index as u64 + 1, "numbers without gaps");
        }
        assert!(matches!(self.events[0].event, InvocationEvent::Queued { .. }));
        let last = &self.events.last().unwrap().event;
        match &summary.charge {
            Some(charge) => assert_eq!(last, &InvocationEvent::Charged(charge.clone())),
            None => assert!(matches!(last, InvocationEvent::Finished(_))),
        }
        let is_end =
            |event: &&RunEvent| matches!(&event.event, InvocationEvent::Finished(o) if o.state == summary.state);
        assert_eq!(self.events.iter().filter(is_end).count(), 1);
    }

    pub fn state(&self) -> RunState {
        self.record.summary.state
    }

    pub fn response(&self) -> &str {
        self.record.response.as_deref().unwrap_or("nothing")
    }

    /// The answer with the run's id taken out.
    pub fn shown_response(&self) -> String {
        self.response().replace(self.record.summary.id.as_str(), "ID")
    }

    pub fn error_type(&self) -> &str {
        self.record.error.as_ref().map_or("none", |error| error.error_type.as_str())
    }

    pub fn log(&self, origin: LogOrigin) -> impl Iterator<Item = &str> {
        self.events.iter().filter_map(move |event| match &event.event {
            InvocationEvent::Log(line) if line.origin == origin => Some(line.text.as_str()),
            _ => None,
        })
    }

    pub fn function_lines(&self) -> Vec<&str> {
        self.log(LogOrigin::Function).collect()
    }

    /// Level and first line of what the function wrote.
    pub fn levels(&self) -> Vec<(LogLevel, &str)> {
        let of_function = |event: &'_ RunEvent| match &event.event {
            InvocationEvent::Log(line) if line.origin == LogOrigin::Function => Some(line.level),
            _ => None,
        };
        let levels = self.events.iter().filter_map(of_function);
        levels.zip(self.function_lines()).map(|(level, text)| (level, text.lines().next().unwrap_or(""))).collect()
    }

    pub fn expect_log(&self, part: &str) -> &Self {
        assert!(
            self.log(LogOrigin::Function).any(|line| line.contains(part)),
            "{part} is not in {:#?}",
            self.function_lines()
        );
        self
    }

    /// The platform's lines with everything measured or random as `N`.
    pub fn platform_lines(&self) -> String {
        let id = self.record.summary.id.as_str();
        self.log(LogOrigin::Platform).map(|line| redacted(&line.replace(id, "ID"))).collect::<Vec<_>>().join("\n")
    }

    pub fn report(&self) -> &str {
        self.log(LogOrigin::Platform).find(|line| line.starts_with("REPORT")).unwrap_or("no report")
    }

    /// The kinds of events in their order, lines that follow each other as one.
    pub fn kinds(&self) -> String {
        let kind = |event: &RunEvent| match &event.event {
            InvocationEvent::Queued { .. } => "queued".to_owned(),
            InvocationEvent::InitStarted => "init".to_owned(),
            InvocationEvent::RestoreStarted => "restore".to_owned(),
            InvocationEvent::Started { cold } => format!("started cold={cold}"),
            InvocationEvent::Log(_) => "log".to_owned(),
            InvocationEvent::LogsDropped { .. } => "dropped".to_owned(),
            InvocationEvent::SegmentClosed(segment) => format!("{:?}", segment.kind),
            InvocationEvent::Finished(_) => "finished".to_owned(),
            InvocationEvent::Charged(_) => "charged".to_owned(),
        };
        let mut kinds: Vec<String> = self.events.iter().map(kind).collect();
        kinds.dedup();
        kinds.join(", ")
    }
}

/// Numbers become `N`, and so do hashes.
fn redacted(line: &str) -> String {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let mut out = String::new();
    for word in line.split_inclusive([' ', '\t', '\n', ':', '[', ']']) {
        let end = word.trim_end_matches([' ', '\t', '\n', ':', '[', ']']).len();
        let (text, rest) = word.split_at(end);
        let is_hash = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        out.push_str(if is_number(text) || is_hash { "N" } else { text });
        out.push_str(rest);
    }
    out.replace('\t', "⇥")
}

/// What one page of the dashboard gets.
pub struct Page {
    messages: BoxStream<'static, ServerMessage>,
}

impl Page {
    pub async fn next(&mut self) -> ServerMessage {
        self.messages.next().await.unwrap()
    }

    /// A message about a run that is there already.
    pub fn ready(&mut self) -> Option<ServerMessage> {
        use ServerMessage::{EnvironmentEvents, EnvironmentLanes, Environments};
        loop {
            match self.messages.next().now_or_never().flatten() {
                Some(Environments { .. } | EnvironmentLanes { .. } | EnvironmentEvents { .. }) => {}
                other => return other,
            }
        }
    }

    /// The environments as the page sees them, once they are as `wanted`.
    pub async fn lanes(&mut self, lanes: &mut Lanes, wanted: impl Fn(&Lanes) -> bool) {
        while !wanted(lanes) {
            match self.next().await {
                ServerMessage::EnvironmentLanes { lanes: all, .. } => *lanes = all,
                ServerMessage::EnvironmentEvents { events, .. } => {
                    events.into_iter().for_each(|event| lanes.fold(event))
                }
                _ => {}
            }
        }
    }

    pub async fn event(&mut self) -> RunEvent {
        loop {
            if let ServerMessage::Event { event, .. } = self.next().await {
                return event;
            }
        }
    }

    /// Events until one that `is_last`.
    pub async fn until(&mut self, is_last: impl Fn(&InvocationEvent) -> bool) -> Vec<RunEvent> {
        let mut events = Vec::new();
        loop {
            let event = self.event().await;
            let over = is_last(&event.event);
            events.push(event);
            if over {
                return events;
            }
        }
    }
}

pub fn is_charged(event: &InvocationEvent) -> bool {
    matches!(event, InvocationEvent::Charged(_))
}

/// A line of the function with this in it.
pub fn line_with(part: &str) -> impl Fn(&InvocationEvent) -> bool {
    move |event| match event {
        InvocationEvent::Log(line) => line.origin == LogOrigin::Function && line.text.contains(part),
        _ => false,
    }
}
