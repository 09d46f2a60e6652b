;; Reports a failure with a place.
(module
  (import "coldstart" "fail" (func $fail (param i32 i32 i32 i32)))
  (import "coldstart" "fail_at" (func $fail_at (param i32 i32 i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "OutOfLuckno more luck/var/task/main.wat")
  (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "coldstart_invoke") (param i32 i32)
    (call $fail_at (i32.const 21) (i32.const 18) (i32.const 3) (i32.const 9))
    (call $fail (i32.const 0) (i32.const 9) (i32.const 9) (i32.const 12))))
