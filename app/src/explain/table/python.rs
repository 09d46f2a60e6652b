//! What Python says, in words.

use super::{ANY, Cure, Row};

const PLACE: &[Cure] = &[Cure::OpenPlace];

/// The rows, most special first. Their types or messages are of Python alone.
pub(super) const ROWS: &[Row] = &[
    // Finding and loading the code.
    Row {
        key: "python-handler-malformed",
        types: &["Runtime.MalformedHandlerName"],
        messages: &["not enough values to unpack"],
        what: "The handler setting is not a module and a function with a dot between them.",
        why: "Handler is module.function: lambda_function.lambda_handler means the function lambda_handler of lambda_function.py.",
        cures: &[Cure::DefaultLambdaHandler],
        ..ANY
    },
    Row {
        key: "python-handler-missing",
        types: &["Runtime.HandlerNotFound"],
        messages: &["missing on module"],
        what: "The module {last} was loaded, but it has no {name}.",
        why: "Handler is module.function. The function must stand at the top level of the module, spelled the same way.",
        cures: &[Cure::DefaultLambdaHandler],
        ..ANY
    },
    Row {
        key: "python-handler-module-missing",
        types: &["Runtime.ImportModuleError"],
        messages: &["no module named"],
        only_if: Some(|failure| failure.names_one_module()),
        what: "The module {last} that the handler setting names is not among the function's files.",
        why: "The part of the handler before the last dot is a module: a.b means the file a/b.py, or the package a/b. The error is Runtime.ImportModuleError.",
        cures: &[Cure::AddMissingModule, Cure::DefaultLambdaHandler],
        ..ANY
    },
    Row {
        key: "python-package-missing",
        types: &["Runtime.ImportModuleError", "ModuleNotFoundError"],
        messages: &["no module named"],
        what: "The package {last} is neither part of Python here nor among the function's files.",
        why: "Lambda installs nothing: what is imported is in the runtime, in a layer, or uploaded with the code. Packages of pure Python can be uploaded; boto3 is not here.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-name-not-importable",
        types: &["Runtime.ImportModuleError", "ImportError"],
        messages: &["cannot import name"],
        what: "A module was found, but it does not have the name that is imported from it.",
        why: "Perhaps a typing mistake, two modules that import each other, or a file of yours that has the name of a module of Python.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-indentation",
        types: &["Runtime.UserCodeSyntaxError", "IndentationError", "TabError"],
        messages: &["indent", "inconsistent use of tabs"],
        what: "The lines are not indented as Python needs it.",
        why: "Lines of one block begin in the same column, with spaces or tabs but not both. The handler was never called.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-syntax",
        types: &["Runtime.UserCodeSyntaxError"],
        messages: &["syntax error in module"],
        what: "The code cannot be read: there is a mistake in how it is written.",
        why: "The module is compiled when the environment starts, so the handler was never called. The error is Runtime.UserCodeSyntaxError.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-variable-refused",
        types: &["Runtime.InvalidEnvironment"],
        what: "The environment variable {name} asks the interpreter for something that it cannot do here.",
        why: "Lambda would obey it. Here the interpreter has started before the function is there, so the variable is refused instead of being ignored.",
        ..ANY
    },
    // The answer.
    Row {
        key: "python-coroutine",
        types: &["Runtime.MarshalError"],
        messages: &["type coroutine"],
        what: "The handler is async, so it gave a coroutine instead of an answer.",
        why: "Lambda calls a Python handler without await. Write def, and asyncio.run(main(event)) inside.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-marshal",
        types: &["Runtime.MarshalError"],
        messages: &["unable to marshal response"],
        what: "What the handler returned cannot be written as JSON.",
        why: "JSON has texts, numbers, lists, objects, true, false and null. Return str(value), list(value) or value.isoformat() instead. The error is Runtime.MarshalError.",
        cures: PLACE,
        ..ANY
    },
    // Names and values.
    Row {
        key: "python-name",
        types: &["NameError", "UnboundLocalError"],
        what: "The code uses the name {name}, and nothing has that name there.",
        why: "Perhaps a typing mistake, a missing import, or a variable that a function changes without `global`.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-none",
        types: &["TypeError", "AttributeError"],
        messages: &["'nonetype' object"],
        what: "The code uses a value that is None.",
        why: "A function without return gives None, and so does dict.get for a key that is missing.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-attribute",
        types: &["AttributeError"],
        what: "The code asks for the attribute {last}, and the value has none of that name.",
        why: "Perhaps a typing mistake, or a value of another type than expected: print(type(value)) tells it.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-key",
        types: &["KeyError"],
        what: "A dictionary has no key {name}.",
        why: "Often the event has another shape than the code expects: compare it with the Event tab. event.get(\"key\") gives None instead.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-index",
        types: &["IndexError"],
        what: "The code asks for a place in a list that the list does not have.",
        why: "Places count from 0, so the last is len(list) - 1.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-division",
        types: &["ZeroDivisionError"],
        what: "The code divides by zero.",
        why: "Python raises ZeroDivisionError; test the divisor first.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-argument-count",
        types: &["TypeError"],
        messages: &["positional argument", "keyword argument"],
        what: "A function is called with other arguments than it takes.",
        why: "A handler takes two: def lambda_handler(event, context).",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-type",
        types: &["TypeError"],
        messages: &["' object is not", "unsupported operand", "can only concatenate", "must be str, not"],
        what: "A value is of another type than the code expects.",
        why: "print(type(value)) tells the type. int(text), str(number) and json.loads(text) make one out of another.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-json",
        types: &["JSONDecodeError"],
        what: "A text that was to be read as JSON is not JSON.",
        why: "json.loads takes strict JSON. The event itself is read before the handler is called: event is a dictionary already.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-recursion",
        types: &["RecursionError"],
        what: "A function calls itself without end.",
        why: "Python stops at sys.getrecursionlimit() calls, 1,000 by default. Check the condition that ends the recursion.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-memory",
        types: &["MemoryError"],
        what: "A single value is larger than a 32-bit program can hold.",
        why: "Python here has 32-bit addresses, so no value is larger than 2 GB whatever the memory size.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-threads",
        messages: &["threads are not available"],
        what: "The code starts a thread, and there are none in this sandbox.",
        why: "ThreadPoolExecutor and asyncio work, one call after the other. Lambda has threads, on the share of a CPU that the memory brings.",
        cures: PLACE,
        ..ANY
    },
    Row {
        key: "python-network",
        messages: &["network connections are not available"],
        what: "The code opens a network connection, and there is no way out of this sandbox yet.",
        why: "Sockets, http.client and urllib.request need one; boto3 and requests are built on them.",
        cures: PLACE,
        ..ANY
    },
];
