//! A guest that lies to every host call there is: pointers, lengths, counts, descriptors, offsets, by a generator with a fixed seed.
//! It gets an error or a trap; the host neither panics nor stops, and others go on.

use std::fmt::Write;
use std::time::Duration;

use sandbox::{Image, Outcome, Started};
use tokio::sync::mpsc;

use crate::guest::{invoke, limits, returned, run, sandbox, settings};

const CASES_EACH: usize = 120;
/// Sleeps and waits that were asked for with a lie end here.
const TIMEOUT: Duration = Duration::from_millis(20);
const PAGE: u64 = 65_536;
const LIES: [u64; 16] = [
    0,
    1,
    3,
    4,
    1_024,
    PAGE - 8,
    PAGE - 1,
    PAGE,
    PAGE + 1,
    0x7FFF_FFFF,
    0x8000_0000,
    0xFFFF_FFF8,
    0xFFFF_FFFF,
    0x7FFF_FFFF_FFFF_FFFF,
    0x8000_0000_0000_0000,
    u64::MAX,
];
const WASI: &str = "wasi_snapshot_preview1";
const OURS: &str = "coldstart";
/// Module, name, parameters (`i` is an i32, `l` an i64), whether it answers an i32.
const CALLS: [(&str, &str, &str, bool); 50] = [
    (OURS, "log", "iii", false),
    (OURS, "sleep_ms", "i", false),
    (OURS, "respond", "ii", false),
    (OURS, "fail", "iiii", false),
    (OURS, "fail_at", "iiii", false),
    (OURS, "context", "ii", true),
    (OURS, "remaining_ms", "", true),
    (OURS, "exit", "i", false),
    (WASI, "args_sizes_get", "ii", true),
    (WASI, "args_get", "ii", true),
    (WASI, "environ_sizes_get", "ii", true),
    (WASI, "environ_get", "ii", true),
    (WASI, "random_get", "ii", true),
    (WASI, "sched_yield", "", true),
    (WASI, "proc_exit", "i", false),
    (WASI, "proc_raise", "i", true),
    (WASI, "clock_res_get", "ii", true),
    (WASI, "clock_time_get", "ili", true),
    (WASI, "poll_oneoff", "iiii", true),
    (WASI, "fd_close", "i", true),
    (WASI, "fd_renumber", "ii", true),
    (WASI, "fd_fdstat_get", "ii", true),
    (WASI, "fd_fdstat_set_flags", "ii", true),
    (WASI, "fd_fdstat_set_rights", "ill", true),
    (WASI, "fd_filestat_get", "ii", true),
    (WASI, "fd_filestat_set_size", "il", true),
    (WASI, "fd_filestat_set_times", "illi", true),
    (WASI, "fd_allocate", "ill", true),
    (WASI, "fd_sync", "i", true),
    (WASI, "fd_datasync", "i", true),
    (WASI, "fd_advise", "illi", true),
    (WASI, "fd_read", "iiii", true),
    (WASI, "fd_pread", "iiili", true),
    (WASI, "fd_write", "iiii", true),
    (WASI, "fd_pwrite", "iiili", true),
    (WASI, "fd_seek", "ilii", true),
    (WASI, "fd_tell", "ii", true),
    (WASI, "fd_prestat_get", "ii", true),
    (WASI, "fd_prestat_dir_name", "iii", true),
    (WASI, "fd_readdir", "iiili", true),
    (WASI, "path_link", "iiiiiii", true),
    (WASI, "path_symlink", "iiiii", true),
    (WASI, "path_readlink", "iiiiii", true),
    (WASI, "path_open", "iiiiillii", true),
    (WASI, "path_filestat_get", "iiiii", true),
    (WASI, "path_filestat_set_times", "iiiilli", true),
    (WASI, "path_create_directory", "iii", true),
    (WASI, "path_remove_directory", "iii", true),
    (WASI, "path_unlink_file", "iii", true),
    (WASI, "path_rename", "iiiiii", true),
];

/// A module whose event is the number of a call and its arguments, eight bytes each.
fn liar() -> Image {
    let (mut imports, mut cases) = (String::new(), String::new());
    for (number, (module, name, params, answers)) in CALLS.iter().enumerate() {
        let types = params.chars().map(|kind| if kind == 'i' { "i32 " } else { "i64 " }).collect::<String>();
        let result = if *answers { "(result i32)" } else { "" };
        writeln!(imports, r#"(import "{module}" "{name}" (func $c{number} (param {types}) {result}))"#).unwrap();
        let load = |(at, kind): (usize, char)| match kind {
            'i' => format!("(i32.load offset={} (local.get $at)) ", 8 * at + 8),
            _ => format!("(i64.load offset={} (local.get $at)) ", 8 * at + 8),
        };
        let call = format!("(call $c{number} {})", params.chars().enumerate().map(load).collect::<String>());
        let call = if *answers { format!("(drop {call})") } else { call };
        writeln!(cases, "(if (i32.eq (i32.load (local.get $at)) (i32.const {number})) (then {call}))").unwrap();
    }
    let text = format!(
        r#"(module {imports} (memory (export "memory") 1)
             (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 1024))
             (func (export "coldstart_invoke") (param $at i32) (param i32) {cases} (call $c2 (i32.const 0) (i32.const 1))))"#
    );
    sandbox().image(&wat::parse_str(text).unwrap()).unwrap()
}

/// xorshift64*: enough to choose lies by.
fn lie(state: &mut u64) -> u64 {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    LIES[(state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 60) as usize]
}

async fn outcome_of(image: &Image, event: &[u8]) -> Outcome {
    // Log lines have a reader, or the guest would wait for one.
    let (output, mut lines) = mpsc::channel(16);
    let reader = tokio::spawn(async move { while lines.recv().await.is_some() {} });
    let Started::Ready { environment, .. } = sandbox().start(image, settings(limits(), output.clone())).await else {
        panic!("the liar does not start")
    };
    let ended = environment.call(invoke(event, TIMEOUT, output)).await;
    reader.await.unwrap();
    ended.outcome
}

#[tokio::test]
async fn every_host_call_survives_lies() {
    let image = liar();
    let mut state = 0x00C0_FFEE_u64;
    for (number, (_, name, params, _)) in CALLS.iter().enumerate() {
        for _ in 0..if params.is_empty() { 1 } else { CASES_EACH } {
            let arguments: Vec<u64> = params.chars().map(|_| lie(&mut state)).collect();
            let event: Vec<u8> =
                std::iter::once(number as u64).chain(arguments.iter().copied()).flat_map(u64::to_le_bytes).collect();
            let outcome = outcome_of(&image, &event).await;
            let lost = matches!(&outcome, Outcome::Trapped { message } if message.contains("lost"));
            assert!(!lost, "{name}({arguments:x?}): {outcome:?}");
        }
    }
    assert_eq!(returned(run("answer.wat", b"still here").await), b"still here");
}
