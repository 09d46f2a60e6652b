;; Writes as many lines as the event's 4 bytes say.
(module
  (import "coldstart" "log" (func $log (param i32 i32 i32)))
  (import "coldstart" "respond" (func $respond (param i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "a line")
  (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "coldstart_invoke") (param $at i32) (param i32) (local $left i32)
    (local.set $left (i32.load (local.get $at)))
    (block $done
      (loop $again
        (br_if $done (i32.eqz (local.get $left)))
        (call $log (i32.const 1) (i32.const 0) (i32.const 6))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br $again)))
    (call $respond (i32.const 0) (i32.const 6))))
