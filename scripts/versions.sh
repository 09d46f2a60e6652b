# shellcheck shell=bash disable=SC2034
# Every version that the set-up installs, in one place. What npm installs is pinned by package-lock.json,
# what cargo builds by Cargo.lock, the compiler also by rust-toolchain.toml; a tidy check holds them equal.
RUST_VERSION=1.95.0
NODE_MAJOR_MIN=20
CARGO_LEPTOS_VERSION=0.3.11
# Must equal the wasm-bindgen in Cargo.lock: the two speak a private format.
WASM_BINDGEN_VERSION=0.2.130
# Debian's source of exactly RUST_VERSION, for machines where rustup may not download (scripts/wasm-std.sh).
RUST_SRC_DEB_VERSION="1.95.0+dfsg1-2~bpo13+1"
RUST_SRC_DEB_SHA256=7b76db5b880a77f9e52975d2baa6209d2f76d2c9c2789515c3088cb960e2c83b
# The AWS clients that the endpoint is tested with. Lambda's model comes from botocore, which has this version too.
BOTO3_VERSION=1.44.5
AWSCLI_VERSION=1.46.3
PYTEST_VERSION=9.2.0
