;; Between the sandbox's host calls and CRuby as its project builds it for browsers.
;;
;; That build has one way out: the extension `js`, whose functions this module answers in place of JavaScript. Of them, `JS.eval` is
;; the one that is used: its text is a request, a letter and what belongs to it, and the object it gives holds the reply. The
;; requests are told where `eval-js` takes them apart; lib/boot.rb makes them. The way in are the exports at the end. build.sh links
;; this with the engine into one module that has no import but those of WASI and of the sandbox, and whose only new state is globals.
(module
  (import "ruby" "memory" (memory 1))
  (import "ruby" "cabi_realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
  (import "ruby" "ruby-init: func(args: list<string>) -> ()" (func $ruby_init (param i32 i32)))
  (import "ruby" "ruby-init-loadpath: func() -> ()" (func $ruby_init_loadpath))
  (import "ruby" "rb-intern: func(name: string) -> u32" (func $intern (param i32 i32) (result i32)))
  (import "ruby" "rb-eval-string-protect: func(str: string) -> tuple<handle<rb-abi-value>, s32>"
    (func $eval (param i32 i32) (result i32)))
  (import "ruby" "rb-funcallv-protect: func(recv: handle<rb-abi-value>, mid: u32, args: list<handle<rb-abi-value>>) -> tuple<handle<rb-abi-value>, s32>"
    (func $call (param i32 i32 i32 i32) (result i32)))
  (import "coldstart" "log" (func $host_log (param i32 i32 i32)))
  (import "coldstart" "remaining_ms" (func $host_remaining_ms (result i32)))
  (import "coldstart" "respond" (func $host_respond (param i32 i32)))
  (import "coldstart" "fail" (func $host_fail (param i32 i32 i32 i32)))
  (import "coldstart" "fail_at" (func $host_fail_at (param i32 i32 i32 i32)))
  (import "coldstart" "context" (func $host_context (param i32 i32) (result i32)))
  (import "coldstart" "exit" (func $host_exit (param i32)))

  ;; What the entry that runs now was given.
  (global $input (mut i32) (i32.const 0))
  (global $input_length (mut i32) (i32.const 0))
  ;; The reply of the last request: a text, which the extension frees when it has copied it, or a number.
  (global $text (mut i32) (i32.const 0))
  (global $text_length (mut i32) (i32.const 0))
  (global $number (mut i32) (i32.const 0))
  ;; 16 bytes of Ruby's memory.
  (global $cell (mut i32) (i32.const 0))
  ;; What boot.rb ends with, and the name of its method `call`.
  (global $hook (mut i32) (i32.const 0))
  (global $hook_method (mut i32) (i32.const 0))

  (func $allocate (param $length i32) (result i32)
    (call $realloc (i32.const 0) (i32.const 0) (i32.const 1) (i32.add (local.get $length) (i32.const 1))))

  (func $reply_text (param $at i32) (param $length i32)
    (global.set $text (local.get $at))
    (global.set $text_length (local.get $length)))

  (func $reply_context (local $length i32) (local $at i32)
    (local.set $length (call $host_context (i32.const 0) (i32.const 0)))
    (local.set $at (call $allocate (local.get $length)))
    (drop (call $host_context (local.get $at) (local.get $length)))
    (call $reply_text (local.get $at) (local.get $length)))

  (func (export "eval-js: func(code: string) -> variant { success(handle<js-abi-value>), failure(handle<js-abi-value>) }")
    (param $request i32) (param $length i32) (param $result i32)
    (local $what i32) (local $rest i32) (local $rest_length i32) (local $number i32)
    (local.set $what (i32.load8_u (local.get $request)))
    (local.set $rest (i32.add (local.get $request) (i32.const 1)))
    (local.set $rest_length (i32.sub (local.get $length) (i32.const 1)))
    (block $done
      ;; input: gives what the entry was given, once.
      (if (i32.eq (local.get $what) (i32.const 0x69)) (then
        (call $reply_text (global.get $input) (global.get $input_length))
        (global.set $input (i32.const 0))
        (global.set $input_length (i32.const 0))
        (br $done)))
      ;; context: gives the context of this event.
      (if (i32.eq (local.get $what) (i32.const 0x63)) (then (call $reply_context) (br $done)))
      ;; milliseconds that are left: gives a number.
      (if (i32.eq (local.get $what) (i32.const 0x6d)) (then
        (global.set $number (call $host_remaining_ms))
        (br $done)))
      ;; exit, and its code.
      (if (i32.eq (local.get $what) (i32.const 0x78)) (then
        (call $host_exit (i32.load8_u (local.get $rest)))
        (br $done)))
      ;; respond, and the answer.
      (if (i32.eq (local.get $what) (i32.const 0x72)) (then
        (call $host_respond (local.get $rest) (local.get $rest_length))
        (br $done)))
      ;; The others begin with a number: log, and of which stream the text is.
      (local.set $number (i32.load align=1 (local.get $rest)))
      (local.set $rest (i32.add (local.get $rest) (i32.const 4)))
      (local.set $rest_length (i32.sub (local.get $rest_length) (i32.const 4)))
      (if (i32.eq (local.get $what) (i32.const 0x6c)) (then
        (call $host_log (local.get $number) (local.get $rest) (local.get $rest_length))
        (br $done)))
      ;; fail, and how long its type is, which stands before the payload.
      (if (i32.eq (local.get $what) (i32.const 0x66)) (then
        (call $host_fail
          (local.get $rest) (local.get $number)
          (i32.add (local.get $rest) (local.get $number)) (i32.sub (local.get $rest_length) (local.get $number)))
        (br $done)))
      ;; place of the failure that is told next: its line, then the file.
      (if (i32.eq (local.get $what) (i32.const 0x70)) (then
        (call $host_fail_at (local.get $rest) (local.get $rest_length) (local.get $number) (i32.const 1))
        (br $done)))
      (unreachable))
    (i32.store8 (local.get $result) (i32.const 0))
    (i32.store offset=4 (local.get $result) (i32.const 0)))

  (func (export "js-value-to-string: func(value: handle<js-abi-value>) -> string") (param $value i32) (param $result i32)
    (i32.store (local.get $result) (global.get $text))
    (i32.store offset=4 (local.get $result) (global.get $text_length)))

  (func (export "js-value-to-integer: func(value: handle<js-abi-value>) -> variant { as-float(float64), bignum(string) }")
    (param $value i32) (param $result i32)
    (i32.store8 (local.get $result) (i32.const 0))
    (f64.store offset=8 (local.get $result) (f64.convert_i32_u (global.get $number))))

  ;; What has no meaning without JavaScript. boot.rb hides the extension, so nobody gets here.
  (func (export "rb_wasm_throw_prohibit_rewind_exception") (param i32 i32) (unreachable))
  (func (export "is-js: func(value: handle<js-abi-value>) -> bool") (param i32) (result i32) (unreachable))
  (func (export "instance-of: func(value: handle<js-abi-value>, klass: handle<js-abi-value>) -> bool") (param i32 i32) (result i32) (unreachable))
  (func (export "global-this: func() -> handle<js-abi-value>") (result i32) (unreachable))
  (func (export "int-to-js-number: func(value: s32) -> handle<js-abi-value>") (param i32) (result i32) (unreachable))
  (func (export "float-to-js-number: func(value: float64) -> handle<js-abi-value>") (param f64) (result i32) (unreachable))
  (func (export "string-to-js-string: func(value: string) -> handle<js-abi-value>") (param i32 i32) (result i32) (unreachable))
  (func (export "bool-to-js-bool: func(value: bool) -> handle<js-abi-value>") (param i32) (result i32) (unreachable))
  (func (export "proc-to-js-function: func(value: u32) -> handle<js-abi-value>") (param i32) (result i32) (unreachable))
  (func (export "rb-object-to-js-rb-value: func(raw-rb-abi-value: u32) -> handle<js-abi-value>") (param i32) (result i32) (unreachable))
  (func (export "export-js-value-to-host: func(value: handle<js-abi-value>) -> ()") (param i32) (unreachable))
  (func (export "import-js-value-from-host: func() -> handle<js-abi-value>") (result i32) (unreachable))
  (func (export "js-value-typeof: func(value: handle<js-abi-value>) -> string") (param i32 i32) (unreachable))
  (func (export "js-value-equal: func(lhs: handle<js-abi-value>, rhs: handle<js-abi-value>) -> bool") (param i32 i32) (result i32) (unreachable))
  (func (export "js-value-strictly-equal: func(lhs: handle<js-abi-value>, rhs: handle<js-abi-value>) -> bool") (param i32 i32) (result i32) (unreachable))
  (func (export "reflect-apply: func(target: handle<js-abi-value>, this-argument: handle<js-abi-value>, arguments: list<handle<js-abi-value>>) -> variant { success(handle<js-abi-value>), failure(handle<js-abi-value>) }")
    (param i32 i32 i32 i32 i32) (unreachable))
  (func (export "reflect-get: func(target: handle<js-abi-value>, property-key: string) -> variant { success(handle<js-abi-value>), failure(handle<js-abi-value>) }")
    (param i32 i32 i32 i32) (unreachable))
  (func (export "reflect-set: func(target: handle<js-abi-value>, property-key: string, value: handle<js-abi-value>) -> variant { success(handle<js-abi-value>), failure(handle<js-abi-value>) }")
    (param i32 i32 i32 i32 i32) (unreachable))

  (func (export "coldstart_alloc") (param $length i32) (result i32) (call $allocate (local.get $length)))

  ;; One of the interpreter's arguments: `length` bytes with the NUL, in an entry of a list.
  (func $argument (param $entry i32) (param $at i32) (param $length i32)
    (i32.store (local.get $entry) (local.get $at))
    (i32.store offset=4 (local.get $entry) (local.get $length)))

  ;; Takes `ruby.wasm`, `-EUTF-8` and `-e_=0`, each with its NUL: 24 bytes. Then the source of lib/boot.rb, NUL, and the archive,
  ;; which boot.rb asks for as the input.
  (func (export "coldstart_boot") (param $at i32) (param $length i32) (local $list i32) (local $end i32) (local $result i32)
    (global.set $cell (call $allocate (i32.const 16)))
    ;; The list, then a copy of the arguments, which the interpreter goes on to look at when the input is gone.
    (local.set $list (call $allocate (i32.const 48)))
    (i64.store offset=24 (local.get $list) (i64.load align=1 (local.get $at)))
    (i64.store offset=32 (local.get $list) (i64.load offset=8 align=1 (local.get $at)))
    (i64.store offset=40 (local.get $list) (i64.load offset=16 align=1 (local.get $at)))
    (call $argument (local.get $list) (i32.add (local.get $list) (i32.const 24)) (i32.const 10))
    (call $argument (i32.add (local.get $list) (i32.const 8)) (i32.add (local.get $list) (i32.const 34)) (i32.const 8))
    (call $argument (i32.add (local.get $list) (i32.const 16)) (i32.add (local.get $list) (i32.const 42)) (i32.const 6))
    (call $ruby_init (local.get $list) (i32.const 3))
    (call $ruby_init_loadpath)
    (local.set $end (i32.add (local.get $at) (i32.const 24)))
    (loop $search
      (if (i32.load8_u (local.get $end)) (then
        (local.set $end (i32.add (local.get $end) (i32.const 1)))
        (br $search))))
    (global.set $input (local.get $at))
    (global.set $input_length (local.get $length))
    (local.set $at (i32.add (local.get $at) (i32.const 24)))
    (local.set $result (call $eval (local.get $at) (i32.sub (local.get $end) (local.get $at))))
    (if (i32.load offset=4 (local.get $result)) (then (unreachable)))
    (global.set $hook (i32.load (local.get $result)))
    ;; "call", NUL.
    (i64.store (global.get $cell) (i64.const 0x6c6c6163))
    (global.set $hook_method (call $intern (global.get $cell) (i32.const 4))))

  (func $enter (param $at i32) (param $length i32)
    (global.set $input (local.get $at))
    (global.set $input_length (local.get $length))
    ;; The hook lets no exception out.
    (if (i32.load offset=4 (call $call (global.get $hook) (global.get $hook_method) (global.get $cell) (i32.const 0)))
      (then (unreachable))))

  (func (export "coldstart_init") (param $at i32) (param $length i32) (call $enter (local.get $at) (local.get $length)))
  (func (export "coldstart_invoke") (param $at i32) (param $length i32) (call $enter (local.get $at) (local.get $length))))
