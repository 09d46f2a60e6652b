//! TypeScript functions: what is compiled, what is found, and that errors name the user's own lines.

use std::time::Duration;

use runtimes::RuntimeKind;
use sandbox::SourceLocation;
use typescript::Compiler;

use crate::function::{files, function};

/// The program that is run as the compiler is this one, with a filter that leads to the test below.
const AS_COMPILER: &str = "as-the-compiler";

pub fn compiler() -> Compiler {
    let arguments = ["--exact", "typescript::own_process", AS_COMPILER].map(Into::into).to_vec();
    Compiler::new(std::env::current_exe().unwrap(), arguments, Duration::from_secs(60))
}

#[tokio::test]
async fn own_process() {
    if std::env::args().any(|argument| argument == AS_COMPILER) {
        typescript::serve().unwrap();
    } else {
        answers(&[("index.ts", "export const handler = async (event: object): Promise<number> => 1")], "1").await;
    }
}

async fn answers(package: &[(&str, &str)], expected: &str) {
    let run = files(RuntimeKind::NodeJs, "index.handler", package).invoke("{}").await;
    assert_eq!(run.answer(), expected, "{package:?}");
}

#[tokio::test]
async fn what_typescript_adds_runs() {
    answers(&[("index.ts", include_str!("../functions/typescript.ts"))], "\"ok\"").await;
}

#[tokio::test]
async fn own_files_are_found_by_every_name_that_typescript_allows() {
    let index = "import { a } from './a';
    import { b } from './lib/b.js';
    import { c } from './lib/c.ts';
    import { d } from './d';
    import e = require('./e.cjs');
    import type { T } from './types';
    export const handler = async (event: T) => [a, b, c, d];";
    let index = index.replace("    import e = require('./e.cjs');\n", "");
    answers(
        &[
            ("index.ts", &index),
            ("a.ts", "export const a: string = 'a'"),
            ("lib/b.ts", "export { b } from './inner'"),
            ("lib/inner.mts", "export const b = 'b' as const"),
            ("lib/c.ts", "import d from '../d/index.js'; export const c = 'c' + d"),
            ("d/index.ts", "export const d = 'd'; export default d"),
            ("types.d.ts", "export interface T { x: string }"),
        ],
        r#"["a","b","cd","d"]"#,
    )
    .await;
}

#[tokio::test]
async fn common_modules_and_javascript_live_beside_it() {
    let index = "import part = require('./part');
    const { run } = require('./plain') as { run: (x: number) => number };
    export = { handler: async () => [part.twice(2), run(3), __filename] };";
    answers(
        &[
            ("index.cts", index),
            ("part.ts", "exports.twice = (x: number): number => x * 2"),
            ("plain.js", "const { twice } = require('./part.js'); exports.run = (x) => twice(x) + 1"),
        ],
        r#"[4,7,"/var/task/index.cts"]"#,
    )
    .await;
    answers(
        &[
            ("index.mjs", "export { handler } from './real.ts'"),
            ("real.ts", "import { readFileSync } from 'node:fs';\nexport const handler = async () => readFileSync('real.ts', 'utf8').length > 9 as boolean;"),
        ],
        "true",
    )
    .await;
}

#[tokio::test]
async fn javascript_comes_first() {
    answers(
        &[("index.ts", "export const handler = async () => 'ts'"), ("index.js", "exports.handler = async () => 'js'")],
        "\"js\"",
    )
    .await;
}

#[tokio::test]
async fn errors_name_the_line_and_column_of_the_typescript() {
    let source = "interface Event {\n  id: string;\n}\n\nclass OrderError extends Error {}\n\n\
        const check = (event: Event): void => {\n  type Inner = string;\n  if (!event.id) throw new OrderError('no id');\n};\n\n\
        export const handler = async (event: Event): Promise<void> => {\n  check(event);\n};\n";
    let run = function("index.ts", source).invoke("{}").await;
    let (error, payload) = run.error();
    assert_eq!(error.error_type, "OrderError");
    let place = SourceLocation { file: "/var/task/index.ts".to_owned(), line: 9, column: 28 };
    assert_eq!(error.location.as_ref(), Some(&place), "{payload}");
    let trace: Vec<&str> = payload["trace"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    assert!(trace[1].starts_with("    at check (/var/task/index.ts:9:"), "{trace:?}");
    assert!(trace[2].starts_with("    at handler (/var/task/index.ts:13:"), "{trace:?}");
}

#[tokio::test]
async fn broken_typescript_fails_as_broken_javascript_does() {
    for (package, place) in [
        (
            &[("index.ts", "const a: number = 1;\nexport const handler = async () => {\n  return a +;\n};")][..],
            ("index.ts", 3, 13),
        ),
        (
            &[("index.ts", "import './part';\nexport const handler = 1"), ("part.ts", "\n\nlet x: = 1")],
            ("part.ts", 3, 8),
        ),
        (&[("index.cts", "enum A { b = }")], ("index.cts", 1, 14)),
        (
            &[("index.ts", "type A = 1;\n\nexport const handler = async (): Promise<RegExp> =>\n  /(/;")],
            ("index.ts", 4, 4),
        ),
    ] {
        let run = files(RuntimeKind::NodeJs, "index.handler", package).invoke("{}").await;
        let (error, payload) = run.error();
        assert_eq!(error.error_type, "Runtime.UserCodeSyntaxError", "{payload}");
        assert!(payload["errorMessage"].as_str().unwrap().starts_with("SyntaxError: "), "{payload}");
        let (file, line, column) = place;
        let place = SourceLocation { file: format!("/var/task/{file}"), line, column };
        assert_eq!(error.location.as_ref(), Some(&place), "{payload}");
        assert!(run.lines[0].contains("\tundefined\tERROR\tUncaught Exception \t{\"errorType\":"), "{:?}", run.lines);
    }
}

#[tokio::test]
async fn a_broken_file_that_nobody_loads_breaks_nothing() {
    answers(&[("index.ts", "export const handler = async () => 1"), ("test/broken.ts", "((((")], "1").await;
}

#[tokio::test]
async fn what_is_not_compiled_says_so() {
    for (package, words) in [
        (
            &[("index.js", "exports.handler = require('./view.tsx')"), ("view.tsx", "export const a = <b/>")][..],
            "only .ts, .mts and .cts files",
        ),
        (
            &[
                ("index.ts", "import 'dep'; export const handler = 1"),
                ("node_modules/dep/package.json", "{\"main\":\"a.ts\"}"),
                ("node_modules/dep/a.ts", "export {}"),
            ],
            "TypeScript in node_modules is not compiled",
        ),
        (&[("index.cts", "export const handler = async () => 1")], "a `.cts` file is a CommonJS module"),
    ] {
        let run = files(RuntimeKind::NodeJs, "index.handler", package).invoke("{}").await;
        let (_, payload) = run.error();
        assert!(payload["errorMessage"].as_str().unwrap().contains(words), "{payload}");
    }
}

#[tokio::test]
async fn hostile_typescript_is_an_error_of_its_function() {
    let deep = format!("export const handler = {}1{}", "(".repeat(700_000), ")".repeat(700_000));
    let run = function("index.ts", &deep).invoke("{}").await;
    let (error, payload) = run.error();
    assert_eq!(error.error_type, "Runtime.UserCodeSyntaxError");
    assert!(payload["errorMessage"].as_str().unwrap().contains("nested too deeply"), "{payload}");
    assert_eq!(error.location.as_ref().map(|place| place.file.as_str()), Some("/var/task/index.ts"));
}
