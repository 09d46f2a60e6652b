use std::fs;

use sandbox::{Sandbox, SandboxConfig};

use crate::guest::{binary, sandbox};

fn error_of(wasm: &[u8]) -> String {
    match sandbox().image(wasm) {
        Ok(_) => panic!("became an image"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_no_module_is_refused() {
    assert!(error_of(b"").contains("not a webassembly module"));
    assert!(error_of(b"\0asm\x01\0\0\0garbage").contains("not a webassembly module"));
    let whole = binary("answer.wat");
    for length in 1..whole.len() {
        // A shorter file may by chance be a module, without what was cut off; it must never be a crash.
        let _ = sandbox().image(&whole[..length]);
    }
}

#[test]
fn an_import_that_does_not_exist_is_named() {
    let error = error_of(&binary("unknown_import.wat"));
    assert!(error.contains("env") && error.contains("system"), "{error}");
}

#[test]
fn limits_name_limit_and_value() {
    let config = SandboxConfig { threads: 1, module_bytes_max: 100, ..SandboxConfig::default() };
    let small = Sandbox::new(config).unwrap();
    let error = small.image(&binary("pointers.wat")).err().unwrap();
    assert!(error.to_string().ends_with("the limit is 100"), "{error}");
    assert!(small.engine_image(&binary("pointers.wat")).is_ok(), "an engine of the operator's may be larger");
    let functions = format!("(module {})", "(func)".repeat(50_001));
    assert_eq!(error_of(&wat::parse_str(functions).unwrap()), "module has 50001 functions, the limit is 50000");
    let locals = format!("(module (func {}))", "(local i32)".repeat(10_001));
    assert_eq!(
        error_of(&wat::parse_str(locals).unwrap()),
        "function 0 of the module has 10001 locals, the limit is 10000"
    );
    let body = format!("(module (func {}))", "nop ".repeat((1 << 20) + 1));
    assert!(error_of(&wat::parse_str(body).unwrap()).contains("the limit is 1048576"));
}

#[test]
fn threads_and_shared_memory_are_off() {
    assert!(sandbox().image(&wat::parse_str("(module (memory 1 1 shared))").unwrap()).is_err());
    assert!(sandbox().image(&wat::parse_str("(module (memory i64 1))").unwrap()).is_err());
}

#[test]
fn compiled_modules_are_kept_and_damage_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let config =
        || SandboxConfig { threads: 1, cache_dir: Some(folder.path().join("modules")), ..SandboxConfig::default() };
    let load =
        || Sandbox::new(config()).unwrap().image(&binary("answer.wat")).unwrap().exports_function("coldstart_invoke");
    assert!(load());
    let find = || fs::read_dir(folder.path().join("modules")).unwrap().map(|entry| entry.unwrap().path());
    let code = find().find(|path| path.extension().is_some_and(|ending| ending == "cwasm")).unwrap();
    assert_eq!(find().count(), 2);
    let good = fs::read(&code).unwrap();
    let mut bad = good.clone();
    let middle = bad.len() / 2;
    bad[middle] ^= 1;
    fs::write(&code, &bad).unwrap();
    assert!(load());
    assert_eq!(fs::read(&code).unwrap(), good);
}
