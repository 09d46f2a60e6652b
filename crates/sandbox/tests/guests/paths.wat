;; Opens the path in the event (its first byte is the open flags) for reading and writing; answers the error number.
(module
  (import "coldstart" "respond" (func $respond (param i32 i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "coldstart_invoke") (param $at i32) (param $length i32)
    (i32.store (i32.const 0) (call $path_open (i32.const 3) (i32.const 0)
      (i32.add (local.get $at) (i32.const 2)) (i32.sub (local.get $length) (i32.const 2))
      (i32.load8_u (local.get $at))
      (i64.extend_i32_u (i32.load8_u offset=1 (local.get $at))) (i64.const 0) (i32.const 0) (i32.const 8)))
    (call $respond (i32.const 0) (i32.const 4))))
