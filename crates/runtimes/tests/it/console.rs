use tokio::sync::mpsc;

use crate::function::{REQUEST, function, input};

#[tokio::test]
async fn a_line_has_time_request_and_level() {
    let source = "console.log('init');
    exports.handler = async () => {
        console.log('a'); console.info('b'); console.debug('c'); console.warn('d'); console.error('e'); console.fatal('f');
    }";
    let run = function("index.js", source).invoke("{}").await;
    let parts: Vec<Vec<&str>> = run.lines.iter().map(|line| line.split('\t').collect()).collect();
    assert_eq!(parts[0][1..], ["undefined", "INFO", "init"]);
    let rest: Vec<&[&str]> = parts[1..].iter().map(|part| &part[1..]).collect();
    let expected = [("INFO", "a"), ("INFO", "b"), ("DEBUG", "c"), ("WARN", "d"), ("ERROR", "e"), ("FATAL", "f")];
    assert_eq!(rest, expected.map(|(level, text)| [REQUEST, level, text]));
    assert!(parts.iter().all(|part| part[0].len() == 24 && part[0].ends_with('Z')), "{:?}", run.lines);
}

#[tokio::test]
async fn a_text_of_several_lines_is_one_event() {
    let source = "exports.handler = async () => {
        console.log('one\\ntwo');
        console.log(new Error('three'));
        process.stdout.write('raw\\nsecond\\nunfinished');
        console.group('group'); console.log('inside\\nit'); console.groupEnd();
        console.count(); console.count(); console.assert(false, 'why');
        console.table([{ a: 1 }]);
        console.trace('here');
    }";
    let run = function("index.js", source).invoke("{}").await;
    let texts = run.texts();
    assert_eq!(texts[0], "one\ntwo");
    assert!(texts[1].starts_with("Error: three\n    at handler (/var/task/index.js:3:"), "{}", texts[1]);
    assert_eq!(texts[2..4], ["raw", "second"]);
    assert_eq!(texts[4..6], ["group", "  inside\n  it"]);
    assert_eq!(texts[6..9], ["default: 1", "default: 2", "Assertion failed: why"]);
    assert_eq!(texts[9], "┌─────────┬───┐\n│ (index) │ a │\n├─────────┼───┤\n│ 0       │ 1 │\n└─────────┴───┘");
    assert!(texts[10].starts_with("Trace: here\n    at handler (/var/task/index.js:8:"), "{}", texts[10]);
    assert_eq!(texts[11], "unfinished");
}

#[tokio::test]
async fn lines_arrive_while_the_function_runs() {
    let source = "exports.handler = async () => { console.log('first'); for (let i = 0; i < 10; i++) console.log(i) }";
    let (output, mut lines) = mpsc::channel(1);
    let environment = function("index.js", source).start(output.clone()).await.unwrap();
    let running = tokio::spawn(environment.invoke(input("{}", crate::function::LONG), output));
    assert!(lines.recv().await.unwrap().text.ends_with("first"));
    // Ten more do not fit into a channel of one.
    assert!(!running.is_finished());
    let mut rest = 0;
    while lines.recv().await.is_some() {
        rest += 1;
    }
    assert_eq!(rest, 10);
}

#[tokio::test]
async fn a_flood_waits_for_its_reader() {
    let source = "exports.handler = async () => { for (let i = 0; i < 100000; i++) console.log(i); return 'done' }";
    let (output, mut lines) = mpsc::channel(64);
    let environment = function("index.js", source).start(output.clone()).await.unwrap();
    let running = tokio::spawn(environment.invoke(input("{}", crate::function::LONG), output));
    let mut count = 0;
    while lines.recv().await.is_some() {
        count += 1;
    }
    assert_eq!(count, 100_000);
    assert!(running.await.unwrap().measured.memory_bytes < 64 << 20);
}

fn json_lines(function: crate::function::Function, level: &str) -> crate::function::Function {
    let mut function = function;
    let set = [("AWS_LAMBDA_LOG_FORMAT", "JSON"), ("AWS_LAMBDA_LOG_LEVEL", level)];
    function.settings.env.extend(set.map(|(name, value)| (name.to_owned(), value.to_owned())));
    function
}

#[tokio::test]
async fn lines_are_objects_where_the_format_is_json() {
    let source = "exports.handler = async () => {
        console.debug('below'); console.log('plain'); console.info({ a: 1, e: new TypeError('inner') });
        console.warn('n = %d', 7); console.error('it failed:', new RangeError('far'));
        const ring = {}; ring.self = ring; console.log(ring);
        throw new Error('boom');
    }";
    let run = json_lines(function("index.js", source), "INFO").invoke("{}").await;
    let lines: Vec<serde_json::Value> = run.lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let messages: Vec<String> =
        lines.iter().map(|line| format!("{} {}", line["level"].as_str().unwrap(), line["message"])).collect();
    assert_eq!(messages[0], "INFO \"plain\"");
    assert!(
        messages[1].starts_with(r#"INFO {"a":1,"e":{"errorType":"TypeError","errorMessage":"inner","stackTrace":["#),
        "{messages:?}"
    );
    assert_eq!(messages[2], "WARN \"n = 7\"");
    assert!(messages[3].starts_with("ERROR \"it failed: RangeError: far"), "{messages:?}");
    assert_eq!((&lines[3]["errorType"], &lines[3]["errorMessage"]), (&"RangeError".into(), &"far".into()));
    assert!(messages[4].contains("Circular"), "{messages:?}");
    assert!(messages[5].starts_with("ERROR \"Invoke Error"), "{messages:?}");
    assert_eq!((lines.len(), &lines[5]["errorMessage"]), (6, &"boom".into()));
    assert!(
        lines.iter().all(|line| line["requestId"] == REQUEST && line["timestamp"].as_str().unwrap().ends_with('Z'))
    );
}
