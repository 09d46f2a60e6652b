;; Looks through its memory for a canary, answers whether it is there, then writes it everywhere.
(module
  (import "coldstart" "respond" (func $respond (param i32 i32)))
  (memory (export "memory") 160)
  (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "coldstart_invoke") (param i32 i32) (local $at i32) (local $found i32)
    (local.set $at (i32.const 4096))
    (loop $again
      (if (i64.eq (i64.load (local.get $at)) (i64.const 0x5EC2E7CA9A2E1234)) (then (local.set $found (i32.const 1))))
      (i64.store (local.get $at) (i64.const 0x5EC2E7CA9A2E1234))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $again (i32.lt_u (local.get $at) (i32.const 10485760))))
    (i32.store (i32.const 0) (local.get $found))
    (call $respond (i32.const 0) (i32.const 1))))
