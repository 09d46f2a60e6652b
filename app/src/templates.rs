//! What a new function can start from: each template is real, short, teaches one idea, and brings the event it runs with.

pub mod name;

use crate::event_templates::EventTemplate;
use api::config::Runtime;
use serde::{Deserialize, Serialize};

/// A starter function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TemplateId {
    /// The shortest function that shows everything.
    Hello,
    /// The callback style.
    Callback,
    /// A handler with modules.
    Files,
    /// A handler in TypeScript.
    Typed,
    /// Settings from outside.
    Environment,
    /// What runs once for each environment.
    Init,
    /// Work that the memory slider speeds up.
    Prime,
    /// A JSON API.
    Http,
    /// A web page.
    Page,
    /// A function that runs by the clock.
    Schedule,
    /// New objects in a bucket.
    S3,
    /// A batch of messages.
    Sqs,
    /// Notifications.
    Sns,
    /// Changes of a table.
    DynamoDb,
    /// Records of a stream.
    Kinesis,
    /// An exception.
    Failing,
    /// Out of memory.
    Hungry,
    /// A timeout.
    Slow,
    /// The shortest function in Python.
    PythonHello,
    /// A Python package.
    PythonPackage,
    /// The logging module.
    PythonLogging,
    /// A JSON API in Python.
    PythonHttp,
    /// An exception in Python.
    PythonFailing,
    /// The shortest function in Ruby.
    RubyHello,
    /// Ruby in several files.
    RubyFiles,
    /// A JSON API in Ruby.
    RubyHttp,
    /// An exception in Ruby.
    RubyFailing,
    /// WebAssembly text.
    Wat,
}

/// What makes a template's function run, for the picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TemplateGroup {
    /// The Run button is enough.
    Start,
    /// An HTTP request.
    Http,
    /// A clock, a queue, a bucket, a table, a stream.
    Events,
    /// Something that goes wrong, to see how that looks.
    Failures,
}

impl TemplateGroup {
    /// Every group, in the order of the picker.
    pub const ALL: [Self; 4] = [Self::Start, Self::Http, Self::Events, Self::Failures];

    /// What the picker shows.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Start => "Start here",
            Self::Http => "Answer HTTP requests",
            Self::Events => "React to events",
            Self::Failures => "See it fail",
        }
    }
}

/// What the picker shows of a template.
#[derive(Debug, Clone, Copy)]
pub struct TemplateCard {
    /// Its name.
    pub title: &'static str,
    /// What it teaches, in a sentence.
    pub teaches: &'static str,
    /// What makes it run.
    pub group: TemplateGroup,
    /// The event that it runs with.
    pub event: EventTemplate,
}

impl TemplateId {
    /// Every template, in the order of the picker.
    pub const ALL: [Self; 28] = [
        Self::Hello,
        Self::Files,
        Self::Typed,
        Self::Environment,
        Self::Callback,
        Self::Init,
        Self::Prime,
        Self::PythonHello,
        Self::PythonPackage,
        Self::PythonLogging,
        Self::RubyHello,
        Self::RubyFiles,
        Self::Wat,
        Self::Http,
        Self::Page,
        Self::PythonHttp,
        Self::RubyHttp,
        Self::Schedule,
        Self::S3,
        Self::Sqs,
        Self::Sns,
        Self::DynamoDb,
        Self::Kinesis,
        Self::Failing,
        Self::Hungry,
        Self::Slow,
        Self::PythonFailing,
        Self::RubyFailing,
    ];

    /// The value in a form, and the beginning of a suggested name; also the serde name.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Hello => "hello",
            Self::Callback => "callback",
            Self::Files => "files",
            Self::Typed => "typed",
            Self::Environment => "environment",
            Self::Init => "init",
            Self::Prime => "prime",
            Self::Http => "http",
            Self::Page => "page",
            Self::Schedule => "schedule",
            Self::S3 => "s3",
            Self::Sqs => "sqs",
            Self::Sns => "sns",
            Self::DynamoDb => "dynamo-db",
            Self::Kinesis => "kinesis",
            Self::Failing => "failing",
            Self::Hungry => "hungry",
            Self::Slow => "slow",
            Self::PythonHello => "python-hello",
            Self::PythonPackage => "python-package",
            Self::PythonLogging => "python-logging",
            Self::PythonHttp => "python-http",
            Self::PythonFailing => "python-failing",
            Self::RubyHello => "ruby-hello",
            Self::RubyFiles => "ruby-files",
            Self::RubyHttp => "ruby-http",
            Self::RubyFailing => "ruby-failing",
            Self::Wat => "wat",
        }
    }

    /// The template with this identifier.
    #[must_use]
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.identifier() == identifier)
    }

    /// The runtime that its code is written for.
    #[must_use]
    pub fn runtime(self) -> Runtime {
        match self {
            Self::Wat => Runtime::Provided,
            Self::PythonHello | Self::PythonPackage | Self::PythonLogging | Self::PythonHttp | Self::PythonFailing => {
                Runtime::Python313
            }
            Self::RubyHello | Self::RubyFiles | Self::RubyHttp | Self::RubyFailing => Runtime::Ruby40,
            _ => Runtime::NodeJs24,
        }
    }

    /// The event that it runs with.
    #[must_use]
    pub fn event(self) -> EventTemplate {
        self.card().event
    }

    /// What the picker shows.
    #[must_use]
    pub fn card(self) -> TemplateCard {
        cards::of(self)
    }
}

mod cards;
#[cfg(feature = "ssr")]
mod code;
#[cfg(all(test, feature = "ssr"))]
mod tests;
