//! The compiler through its own process, with sources that mean well and sources that do not.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::time::Duration;

use typescript::{Compiled, Compiler, Format, Source};

/// The program that is run as the compiler is this one, with a filter that leads to the test below.
const AS_COMPILER: &str = "as-the-compiler";
/// What a hostile package is given.
const SHORT: Duration = Duration::from_secs(2);
/// That, and what a busy machine adds.
const LATE: Duration = Duration::from_secs(30);
/// Deep enough to end a process.
const HOSTILE_BYTES: usize = 256 * 1024;

#[tokio::test]
async fn own_process() {
    if std::env::args().any(|argument| argument == AS_COMPILER) {
        typescript::serve().unwrap();
    } else {
        assert!(compile(&[("a.ts", "let a: 1")]).await[0].is_ok());
    }
}

fn compiler(timeout: Duration) -> Compiler {
    let arguments = ["--exact", "own_process", AS_COMPILER].map(Into::into).to_vec();
    Compiler::new(std::env::current_exe().unwrap(), arguments, timeout)
}

async fn compile(files: &[(&str, &str)]) -> Vec<Compiled> {
    compile_within(typescript::TIMEOUT, files).await
}

async fn compile_within(timeout: Duration, files: &[(&str, &str)]) -> Vec<Compiled> {
    let sources: Vec<Source> =
        files.iter().map(|(name, text)| Source { name: (*name).to_owned(), text: (*text).to_owned() }).collect();
    compiler(timeout).compile(&sources).await.unwrap()
}

#[tokio::test]
async fn types_go_and_what_has_a_meaning_stays() {
    let source = "import type { A } from './a';\nimport { b, type C } from './b';\n\
        export const handler = async (event: A): Promise<C> => ({ got: b(event as C) } satisfies C);\n";
    let compiled = compile(&[("index.ts", source)]).await;
    let script = compiled[0].as_ref().unwrap();
    assert_eq!(script.format, Format::Module);
    assert_eq!(
        script.code,
        "import { b } from \"./b\";\nexport const handler = async (event) => ({ got: b(event) });\n"
    );
}

#[tokio::test]
async fn the_text_tells_what_kind_of_module_it_is() {
    for (name, text, format) in [
        ("a.ts", "export const a: number = 1", Format::Module),
        ("a.ts", "import a = require('a'); export = a", Format::CommonJs),
        ("a.ts", "const a: any = require('a'); module.exports = a", Format::CommonJs),
        ("a.mts", "const a: number = 1", Format::Module),
        ("a.cts", "const a: number = 1; exports.a = a", Format::CommonJs),
    ] {
        let compiled = compile(&[(name, text)]).await;
        assert_eq!(compiled[0].as_ref().unwrap().format, format, "{name}: {text}");
    }
    let refused = compile(&[("a.cts", "export const a = 1")]).await;
    assert!(refused[0].as_ref().unwrap_err().message.contains("`.cts`"));
}

#[tokio::test]
async fn faults_have_a_place_and_leave_other_files_alone() {
    let compiled = compile(&[
        ("a.ts", "const a = 1;\nconst b: = 2;"),
        ("b.ts", "const é = 'ä'; let x; let x;"),
        ("c.ts", "export {}"),
        ("d.ts", "class A { constructor(private x: number"),
    ])
    .await;
    let places: Vec<_> =
        compiled.iter().map(|one| one.as_ref().err().map(|fault| (fault.line, fault.column))).collect();
    assert_eq!(places, [Some((2, 10)), Some((1, 20)), None, Some((1, 40))], "{compiled:?}");
}

#[tokio::test]
async fn places_lead_back_to_the_source() {
    let source = "interface A {\n  b: string;\n}\n\nexport const f = (a: A): never => {\n  throw new Error(a.b);\n};\n";
    let compiled = compile(&[("index.ts", source)]).await;
    let script = compiled[0].as_ref().unwrap();
    let (line, column) =
        script.code.lines().enumerate().find_map(|(line, text)| Some((line, text.find("new Error")?))).unwrap();
    let numbers: Vec<u32> =
        script.map.chunks_exact(4).map(|bytes| u32::from_le_bytes(bytes.try_into().unwrap())).collect();
    let found = numbers.chunks_exact(4).find(|place| place[0] as usize == line && place[1] as usize == column);
    assert_eq!(found.map(|place| (place[2], place[3])), Some((5, 8)), "{numbers:?}");
}

/// Sources of about `bytes` that go as deep, or as far back, as they are long.
fn hostile(bytes: usize) -> Vec<(&'static str, String)> {
    let repeat = |text: &str| text.repeat(bytes / text.len());
    let balanced = |open: &str, middle: &str, close: &str| {
        let times = bytes / (open.len() + close.len());
        format!("{}{middle}{}", open.repeat(times), close.repeat(times))
    };
    vec![
        ("parentheses", balanced("(", "1", ")")),
        ("brackets", balanced("[", "", "]")),
        ("open brackets", repeat("[")),
        ("blocks", balanced("{", "", "}")),
        ("objects", format!("x = {}", balanced("{a:", "1", "}"))),
        ("not", format!("x = {} 1", repeat("!"))),
        ("sums", format!("x = {} 1", repeat("a+"))),
        ("members", format!("x = a{}", repeat(".a"))),
        ("calls", format!("x = a{}", repeat("()"))),
        ("arrows", format!("x = {} 1", repeat("a=>"))),
        ("conditions", format!("x = {} 1", repeat("a?b:"))),
        ("ifs", format!("{};", repeat("if(a)"))),
        ("functions", balanced("function f(){", "", "}")),
        ("classes", balanced("class A{a=", "1", "}")),
        ("templates", balanced("`${", "1", "}`")),
        ("array types", format!("let x: {}", balanced("[", "", "]"))),
        ("generics", format!("let x: {}", balanced("A<", "B", ">"))),
        ("object types", format!("let x: {}", balanced("{a:", "B", "}"))),
        ("function types", format!("let x: {} B", repeat("(a:A)=>"))),
        ("conditional types", format!("type X = {} A", repeat("A extends B?C:"))),
        ("keyof", format!("type X = {} A", repeat("keyof "))),
        ("less than", format!("x = {} a", repeat("a<"))),
        ("defaults that are no arrows", format!("x = {} 1 {}", repeat("(a="), ")".repeat(bytes / 3))),
        ("arrows in conditions", format!("x = {} 1", repeat("a?(b):c=>"))),
        ("type arguments or less than", format!("x = {} 1", repeat("a<(b:c<"))),
        ("angle casts", format!("x = {} 1", repeat("<A>"))),
        ("namespaces", balanced("namespace A{", "", "}")),
        ("markup", balanced("<a>", "", "</a>")),
    ]
}

#[tokio::test]
async fn hostile_sources_end_and_leave_other_files_alone() {
    let mut sources = hostile(HOSTILE_BYTES);
    sources.extend(hostile(4 * HOSTILE_BYTES).into_iter().take(5).chain([("a megabyte of text", "a".repeat(1 << 20))]));
    for (name, text) in sources {
        let files = [("bad.ts", text.as_str()), ("good.ts", "export const a: number = 1")];
        let both = compile_within(SHORT, &files);
        let compiled = tokio::time::timeout(LATE, both).await.expect(name);
        if let Err(fault) = &compiled[0] {
            assert!(fault.message.len() < 1000, "{name}: {}", fault.message.len());
        }
        let late = compiled[0].as_ref().is_err_and(|fault| fault.message.contains("2 seconds"));
        assert!(late || compiled[1].is_ok(), "{name}: {:?}", compiled[1]);
    }
}

#[tokio::test]
async fn too_much_is_refused_with_its_size() {
    let long = format!("//{}", "x".repeat(typescript::SOURCE_BYTES_MAX));
    let compiled = compile(&[("long.ts", &long), ("a.ts", "export {}")]).await;
    assert!(compiled[0].as_ref().unwrap_err().message.contains("the limit of a TypeScript file is 4194304"));
    assert!(compiled[1].is_ok());
    let all = "x".repeat(typescript::SOURCE_BYTES_MAX);
    let files = [("a.ts", all.as_str()); 9];
    assert!(
        compile(&files).await.iter().all(|one| one.as_ref().is_err_and(|fault| fault.message.contains("33554432")))
    );
}

#[tokio::test]
async fn a_program_that_is_not_there_is_no_fault_of_the_source() {
    let compiler = Compiler::new("/nowhere/coldstart".into(), Vec::new(), SHORT);
    let source = Source { name: "a.ts".to_owned(), text: String::new() };
    assert!(compiler.compile(&[source]).await.is_err());
}
