;; Wants 256 MiB from the start.
(module (memory (export "memory") 4096))
