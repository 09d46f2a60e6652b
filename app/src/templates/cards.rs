//! Titles and lessons of the templates.

use super::{TemplateCard, TemplateGroup, TemplateId};
use crate::event_templates::EventTemplate;

/// The card of `id`.
pub(super) fn of(id: TemplateId) -> TemplateCard {
    let (group, event, title, teaches) = match id {
        TemplateId::Hello | TemplateId::Callback | TemplateId::Files | TemplateId::Typed | TemplateId::Environment => {
            start(id)
        }
        TemplateId::Http | TemplateId::Page | TemplateId::PythonHttp | TemplateId::RubyHttp => http(id),
        TemplateId::Failing
        | TemplateId::Hungry
        | TemplateId::Slow
        | TemplateId::PythonFailing
        | TemplateId::RubyFailing => failures(id),
        TemplateId::PythonHello | TemplateId::PythonPackage | TemplateId::PythonLogging => python(id),
        TemplateId::RubyHello | TemplateId::RubyFiles => ruby(id),
        TemplateId::Init | TemplateId::Prime | TemplateId::Wat => machine(id),
        _ => events(id),
    };
    TemplateCard { title, teaches, group, event }
}

type Row = (TemplateGroup, EventTemplate, &'static str, &'static str);

fn start(id: TemplateId) -> Row {
    let (event, title, teaches) = match id {
        TemplateId::Callback => (
            EventTemplate::TwoNumbers,
            "Callback style",
            "The style of old functions: `exports.handler` with a callback.",
        ),
        TemplateId::Files => (EventTemplate::Order, "Several files", "A handler that imports its parts from a folder."),
        TemplateId::Typed => {
            (EventTemplate::Order, "TypeScript", "Types for the event and the answer; errors name your own lines.")
        }
        TemplateId::Environment => {
            (EventTemplate::Hello, "Environment variables", "The same code in two stages, told apart by its settings.")
        }
        _ => (EventTemplate::Hello, "Hello", "The shortest function: an event in, log lines, an answer out."),
    };
    (TemplateGroup::Start, event, title, teaches)
}

fn python(id: TemplateId) -> Row {
    let (event, title, teaches) = match id {
        TemplateId::PythonPackage => {
            (EventTemplate::Order, "Python: a package", "A handler that imports from a folder, and money as Decimal.")
        }
        TemplateId::PythonLogging => {
            (EventTemplate::Hello, "Python: logging", "Levels, request ids and tracebacks in the log.")
        }
        _ => (EventTemplate::Hello, "Hello in Python", "The shortest function: an event in, log lines, an answer out."),
    };
    (TemplateGroup::Start, event, title, teaches)
}

fn ruby(id: TemplateId) -> Row {
    let (event, title, teaches) = match id {
        TemplateId::RubyFiles => {
            (EventTemplate::Order, "Ruby: several files", "A handler in a module that takes its parts from a folder.")
        }
        _ => (EventTemplate::Hello, "Hello in Ruby", "The shortest function: an event in, log lines, an answer out."),
    };
    (TemplateGroup::Start, event, title, teaches)
}

fn machine(id: TemplateId) -> Row {
    let (event, title, teaches) = match id {
        TemplateId::Init => (
            EventTemplate::Index,
            "Cold and warm",
            "What INIT does once, and what each run does; look at the timeline.",
        ),
        TemplateId::Prime => (
            EventTemplate::Below,
            "Memory buys CPU",
            "The same work at 128 and at 1,769 MB: faster, and what it costs.",
        ),
        _ => (EventTemplate::Hello, "WebAssembly by hand", "A module in text form that reads its event from memory."),
    };
    (TemplateGroup::Start, event, title, teaches)
}

fn http(id: TemplateId) -> Row {
    let (title, teaches) = match id {
        TemplateId::PythonHttp => ("JSON API in Python", "The same in Python, with json.loads and json.dumps."),
        TemplateId::RubyHttp => ("JSON API in Ruby", "The same in Ruby, with JSON.parse and JSON.generate."),
        TemplateId::Page => ("Web page", "HTML from a function, with the visitor's text escaped."),
        _ => ("JSON API", "Method, query and body of a request; status, headers and body of the answer."),
    };
    (TemplateGroup::Http, EventTemplate::FunctionUrl, title, teaches)
}

fn events(id: TemplateId) -> Row {
    let (event, title, teaches) = match id {
        TemplateId::S3 => {
            (EventTemplate::S3Put, "File uploaded to S3", "Reading bucket and key; keys arrive URL-encoded.")
        }
        TemplateId::Sqs => {
            (EventTemplate::Sqs, "Messages of a queue", "A batch of which only the failed messages come back.")
        }
        TemplateId::Sns => (EventTemplate::Sns, "Notification", "What SNS puts around a message."),
        TemplateId::DynamoDb => {
            (EventTemplate::DynamoDb, "Changes of a table", "Old and new image of a row, with typed values.")
        }
        TemplateId::Kinesis => {
            (EventTemplate::Kinesis, "Records of a stream", "Base64 data in order, counted by partition key.")
        }
        _ => (
            EventTemplate::EventBridgeSchedule,
            "Every night",
            "A function that the clock runs, and how to skip the clock.",
        ),
    };
    (TemplateGroup::Events, event, title, teaches)
}

fn failures(id: TemplateId) -> Row {
    let (event, title, teaches) = match id {
        TemplateId::Hungry => {
            (EventTemplate::Megabytes, "Out of memory", "Where the memory limit ends a run, line by line.")
        }
        TemplateId::Slow => {
            (EventTemplate::Seconds, "Timed out", "How a run ends at its timeout, and what is billed for it.")
        }
        TemplateId::PythonFailing => {
            (EventTemplate::Wanted, "Exception in Python", "A traceback: what the caller gets and what the log shows.")
        }
        TemplateId::RubyFailing => (
            EventTemplate::Wanted,
            "Exception in Ruby",
            "A class of its own: what the caller gets and what the log shows.",
        ),
        _ => (
            EventTemplate::Wanted,
            "Exception",
            "How an error of your own reaches the caller, with its place in the code.",
        ),
    };
    (TemplateGroup::Failures, event, title, teaches)
}
