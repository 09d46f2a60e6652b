;; Opens one file until that is refused; answers the error number and how often it went well.
(module
  (import "coldstart" "respond" (func $respond (param i32 i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "tmp/a")
  (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "coldstart_invoke") (param i32 i32)
    (block $refused
      (loop $again
        (i32.store (i32.const 0) (call $path_open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 5)
          (i32.const 1) (i64.const 66) (i64.const 0) (i32.const 0) (i32.const 8)))
        (br_if $refused (i32.load (i32.const 0)))
        (i32.store (i32.const 4) (i32.add (i32.load (i32.const 4)) (i32.const 1)))
        (br $again)))
    (call $respond (i32.const 0) (i32.const 8))))
