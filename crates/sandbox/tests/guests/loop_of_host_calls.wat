;; Asks for the remaining time for ever.
(module
  (import "coldstart" "remaining_ms" (func $remaining (result i32)))
  (memory (export "memory") 1)
  (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "coldstart_invoke") (param i32 i32) (loop $again (drop (call $remaining)) (br $again))))
