;; Writes to as many pages of 4 KiB as the first byte of its event says, and reads all.
(module
  (import "coldstart" "respond" (func $respond (param i32 i32)))
  (memory (export "memory") 16)
  (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 0))
  (func (export "coldstart_invoke") (param $at i32) (param $length i32)
    (local $left i32) (local $read i32)
    (local.set $left (i32.load8_u (local.get $at)))
    (loop $again
      (i32.store (i32.mul (local.get $left) (i32.const 4096)) (i32.const 1))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $again (i32.gt_s (local.get $left) (i32.const 0))))
    (loop $again
      (drop (i32.load (local.get $read)))
      (local.set $read (i32.add (local.get $read) (i32.const 4096)))
      (br_if $again (i32.lt_u (local.get $read) (i32.const 1048576))))
    (call $respond (local.get $at) (local.get $length))))
