;; Wants a huge table; answers 4 bytes, all ones if that was refused.
(module
  (import "coldstart" "respond" (func $respond (param i32 i32)))
  (table $table 1 funcref)
  (memory (export "memory") 1)
  (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "coldstart_invoke") (param i32 i32)
    (i32.store (i32.const 0) (table.grow $table (ref.null func) (i32.const 100000000)))
    (call $respond (i32.const 0) (i32.const 4))))
