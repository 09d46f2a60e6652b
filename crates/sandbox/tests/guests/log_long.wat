;; Writes one event of 600,000 bytes.
(module
  (import "coldstart" "log" (func $log (param i32 i32 i32)))
  (import "coldstart" "respond" (func $respond (param i32 i32)))
  (memory (export "memory") 10)
  (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "coldstart_invoke") (param i32 i32)
    (memory.fill (i32.const 0) (i32.const 120) (i32.const 600000))
    (call $log (i32.const 2) (i32.const 0) (i32.const 600000))
    (call $respond (i32.const 0) (i32.const 2))))
