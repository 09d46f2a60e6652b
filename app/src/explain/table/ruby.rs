//! What Ruby says, in words. Types of Ruby's errors stand in angle brackets, behind the phase they ended.

use super::{ANY, Cure, Failure, Row};

const PLACE: &[Cure] = &[Cure::OpenPlace];
const HANDLER: &[Cure] = &[Cure::DefaultLambdaHandler];
/// Lambda's own code raised it, when it looked for the handler.
const UNPLACED: Option<fn(&Failure<'_>) -> bool> =
    Some(|failure| failure.error.is_none_or(|error| error.position.is_none()));

/// The rows, most special first. Their types or messages are of Ruby alone.
pub(super) const ROWS: &[Row] = &[
    // Finding and loading the code.
    Row {
        key: "ruby-handler-malformed",
        types: &["Init<ArgumentError>"],
        messages: &["invalid handler"],
        what: "The handler setting is not a file and a method with a dot between them.",
        why: "Handler is file.method or file.Class.method: lambda_function.lambda_handler means the method lambda_handler of lambda_function.rb.",
        cures: HANDLER,
        ..ANY
    },
    Row {
        key: "ruby-handler-file-missing",
        types: &["Init<LoadError>"],
        only_if: UNPLACED,
        what: "The handler setting names a file that is not among the function's files.",
        why: "The part of the handler before the first dot is a file without .rb, looked for in /var/task, the function's own files.",
        cures: HANDLER,
        ..ANY
    },
    Row {
        key: "ruby-handler-missing",
        types: &["Function<NoMethodError>"],
        only_if: UNPLACED,
        what: "The file was loaded, but it has no method {name} that the handler setting could mean.",
        why: "Handler is file.method for a method at the top level, and file.Class.method for one with self. in a class or module.",
        cures: HANDLER,
        ..ANY
    },
    Row {
        key: "ruby-handler-class-missing",
        types: &["Function<NameError>"],
        messages: &["uninitialized constant"],
        only_if: UNPLACED,
        what: "The file was loaded, but it has no class or module of the name that is in the handler setting.",
        why: "In file.Class.method the middle is a class or module of that file, such as Shop or Shop::Order.",
        cures: HANDLER,
        ..ANY
    },
    Row {
        key: "ruby-not-loaded",
        types: &["Function<LoadError>", "Init<LoadError>"],
        what: "The code requires a file or a gem that is not there.",
        why: "Gems come with the code, below vendor/bundle/ruby/4.0.0, or in a layer; those with C code cannot run here. Own files: require_relative.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-syntax",
        types: &["Function<SyntaxError>", "Init<SyntaxError>"],
        what: "The code cannot be read: there is a mistake in how it is written.",
        why: "The file is compiled when it is required, so the handler was never called. Often an `end`, a bracket or a quote is missing.",
        cures: PLACE,
        ..ANY
    },
    // What the sandbox does not have.
    Row {
        key: "ruby-processes",
        messages: &["there are no other processes in this sandbox"],
        what: "The code starts another program, and there are none in this sandbox.",
        why: "Lambda has a Linux around the function, with a shell and little more. Here is only Ruby itself.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-network",
        messages: &["reaches nothing outside yet"],
        what: "The code opens a network connection, and there is no way out of this sandbox yet.",
        why: "Net::HTTP, open-uri and the AWS SDK need sockets.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-deadlock",
        types: &["Function<fatal>", "Init<fatal>"],
        what: "The code waits for another thread, and there is none that could end the wait.",
        why: "Threads run here when they are made, one after the other, to their end. What they produce must be produced before it is waited for.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-read-only",
        types: &["Function<Errno::EROFS>", "Init<Errno::EROFS>"],
        what: "The code writes to a file that cannot be written.",
        why: "Only /tmp can be written; the function's own files in /var/task and layers in /opt cannot, as on Lambda.",
        cures: PLACE,
        ..ANY
    },
    // Names and values.
    Row {
        key: "ruby-nil",
        types: &["Function<NoMethodError>", "Init<NoMethodError>"],
        messages: &["for nil"],
        what: "The code calls {name} on a value that is nil.",
        why: "Often the event has another shape than the code expects: compare it with the Event tab. `&.` calls only what is not nil.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-method",
        types: &["Function<NoMethodError>", "Init<NoMethodError>"],
        what: "The code calls {name}, and the value has no method of that name.",
        why: "Perhaps a typing mistake, or a value of another class than expected: puts value.class tells it.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-name",
        types: &["Function<NameError>", "Init<NameError>"],
        what: "The code uses a name, and nothing has that name there.",
        why: "Perhaps a typing mistake, a missing require, or a variable of another method: methods do not see each other's variables.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-key",
        types: &["Function<KeyError>", "Init<KeyError>"],
        what: "A hash has no key {name}.",
        why: "fetch raises where [] gives nil. The event's keys are strings: event[\"name\"], not event[:name].",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-division",
        types: &["Function<ZeroDivisionError>", "Init<ZeroDivisionError>"],
        what: "The code divides by zero.",
        why: "Ruby raises ZeroDivisionError for whole numbers; test the divisor first.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-arguments",
        types: &["Function<ArgumentError>", "Init<ArgumentError>"],
        messages: &["wrong number of arguments", "unknown keyword", "missing keyword"],
        what: "A method is called with other arguments than it takes.",
        why: "A handler takes two keywords: def lambda_handler(event:, context:).",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-type",
        types: &["Function<TypeError>", "Init<TypeError>"],
        what: "A value is of another class than the code expects.",
        why: "puts value.class tells the class. Integer(text), number.to_s and JSON.parse(text) make one out of another.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-frozen",
        types: &["Function<FrozenError>", "Init<FrozenError>"],
        what: "The code changes a value that is frozen.",
        why: "Constants are often frozen, and so are symbols, numbers and texts under `# frozen_string_literal: true`. value.dup is a copy that can change.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-json-read",
        types: &["Function<JSON::ParserError>", "Init<JSON::ParserError>"],
        what: "A text that was to be read as JSON is not JSON.",
        why: "JSON.parse takes strict JSON. The event itself is read before the handler is called: event is a hash already.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-json-written",
        types: &["Function<JSON::GeneratorError>", "Init<JSON::GeneratorError>"],
        what: "What the handler returned cannot be written as JSON.",
        why: "JSON has no NaN and no infinity, and its texts are UTF-8: value.encode(\"UTF-8\"), or Base64.strict_encode64(bytes).",
        cures: PLACE,
        ..ANY
    },
    // Leaving.
    Row {
        key: "ruby-recursion",
        types: &["Function<SystemStackError>", "Init<SystemStackError>"],
        what: "A method calls itself without end.",
        why: "Ruby ends it when the stack is full. Check the condition that ends the recursion.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-exit",
        types: &["Function<SystemExit>", "Init<SystemExit>"],
        what: "The code left by exit or abort instead of answering.",
        why: "Lambda reports it as an error of the function, and its environment ends. Return an answer, or raise an error.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "ruby-timeout",
        types: &["Function<Timeout::Error>", "Init<Timeout::Error>"],
        what: "A block of Timeout.timeout was not done in its time.",
        why: "This is the code's own limit, not the function's timeout. Give the block more seconds, or rescue Timeout::Error.",
        cures: PLACE,
        ..ANY
    },
];
