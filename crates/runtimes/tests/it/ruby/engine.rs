//! What an image of the engine may rely on: all of its state is one memory and a few globals.

use std::io::Read;

use wasmparser::{DataKind, Operator, Parser, Payload};

const ENGINE: &[u8] = include_bytes!("../../../../../guests/ruby/ruby.wasm.gz");
/// The engine's three, and those of the bridge.
const MUTABLE_GLOBALS_MAX: usize = 11;
/// All that it may ask of the host.
const IMPORTED: [&str; 2] = ["coldstart", "wasi_snapshot_preview1"];

#[test]
fn memory_and_a_few_globals_are_all_of_the_state() {
    let mut wasm = Vec::new();
    flate2::read::GzDecoder::new(ENGINE).read_to_end(&mut wasm).unwrap();
    let mut mutable = 0;
    for payload in Parser::new(0).parse_all(&wasm) {
        match payload.unwrap() {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import.unwrap();
                    assert!(IMPORTED.contains(&import.module), "{import:?}");
                }
            }
            Payload::StartSection { .. } => panic!("it has a start function"),
            Payload::GlobalSection(globals) => {
                mutable += globals.into_iter().filter(|global| global.as_ref().unwrap().ty.mutable).count();
            }
            Payload::DataSection(segments) => {
                let active = |kind: &DataKind<'_>| matches!(kind, DataKind::Active { memory_index: 0, .. });
                assert!(segments.into_iter().all(|segment| active(&segment.unwrap().kind)), "a passive segment");
            }
            Payload::CodeSectionEntry(body) => {
                for operator in body.get_operators_reader().unwrap() {
                    let operator = operator.unwrap();
                    let changes = matches!(
                        operator,
                        Operator::TableSet { .. }
                            | Operator::TableGrow { .. }
                            | Operator::TableFill { .. }
                            | Operator::TableCopy { .. }
                            | Operator::TableInit { .. }
                            | Operator::ElemDrop { .. }
                            | Operator::MemoryInit { .. }
                            | Operator::DataDrop { .. }
                    );
                    assert!(!changes, "{operator:?}");
                }
            }
            _ => {}
        }
    }
    assert!((1..=MUTABLE_GLOBALS_MAX).contains(&mutable), "{mutable} mutable globals");
}
