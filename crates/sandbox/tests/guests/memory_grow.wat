;; Takes memory, a mebibyte at a time.
(module
  (memory (export "memory") 1)
  (func (export "coldstart_alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "coldstart_invoke") (param i32 i32)
    (loop $again (drop (memory.grow (i32.const 16))) (br $again))))
