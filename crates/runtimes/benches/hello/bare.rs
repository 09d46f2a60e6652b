//! The floor: an instance of wasmtime's own pool that does next to nothing.

use std::time::{Duration, Instant};
use wasmtime::{Config, Engine, InstanceAllocationStrategy, Linker, Module, Store};

const MODULE: &str =
    r#"(module (memory (export "memory") 1) (func (export "run") (result i32) (i32.load (i32.const 0))))"#;

/// Each made, called once, dropped.
pub fn rounds(rounds: usize) -> Vec<Duration> {
    let mut config = Config::new();
    config.allocation_strategy(InstanceAllocationStrategy::pooling());
    let engine = Engine::new(&config).unwrap();
    let module = Module::new(&engine, wat::parse_str(MODULE).unwrap()).unwrap();
    let pre = Linker::<()>::new(&engine).instantiate_pre(&module).unwrap();
    let once = || {
        let begun = Instant::now();
        let mut store = Store::new(&engine, ());
        let instance = pre.instantiate(&mut store).unwrap();
        let run = instance.get_typed_func::<(), i32>(&mut store, "run").unwrap();
        assert_eq!(run.call(&mut store, ()).unwrap(), 0);
        drop(store);
        begun.elapsed()
    };
    let all: Vec<Duration> = (0..rounds / 10 + rounds).map(|_| once()).collect();
    // The first ones warm up.
    all[rounds / 10..].to_vec()
}
