;; WebAssembly by hand: answers with the event it was given, between quotes of its own.
(module
  (import "coldstart" "log" (func $log (param i32 i32 i32)))
  (import "coldstart" "respond" (func $respond (param i32 i32)))
  (memory (export "memory") 2)
  (data (i32.const 0) "hello from WebAssembly")
  (data (i32.const 64) "{\"you sent\":")

  ;; The event is written to where this says: behind the beginning of the answer.
  (func (export "coldstart_alloc") (param $length i32) (result i32)
    (if (i32.gt_u (local.get $length) (i32.const 100000)) (then unreachable))
    (i32.const 76))

  (func (export "coldstart_invoke") (param $event i32) (param $length i32)
    (call $log (i32.const 1) (i32.const 0) (i32.const 22))
    (i32.store8 (i32.add (local.get $event) (local.get $length)) (i32.const 125)) ;; }
    (call $respond (i32.const 64) (i32.add (local.get $length) (i32.const 13)))))
