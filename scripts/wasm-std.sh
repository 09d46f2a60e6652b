#!/usr/bin/env bash
# Gives the active Rust toolchain the standard library of wasm32-unknown-unknown, if it has none.
#   WASM_STD=rustup   let rustup install it (an ordinary machine)
#   WASM_STD=debian   build it from Debian's source of the same Rust version; a minute of CPU
# Unset: rustup, unless RUSTUP_AUTO_INSTALL=0 says that rustup must not install things.
# The Debian way takes the package from RUST_SRC_DEB=<path> or ../shared/cache/*.deb before it asks the mirror.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

target=wasm32-unknown-unknown
destination=$(rustc --print sysroot)/lib/rustlib/$target/lib
compgen -G "$destination/libstd-*.rlib" >/dev/null && exit 0

way=${WASM_STD:-rustup}
[ -z "${WASM_STD:-}" ] && [ "${RUSTUP_AUTO_INSTALL:-1}" = 0 ] && way=debian

by_rustup() {
    have rustup || fail "Rust has no $target standard library, and rustup is not here to install it" \
        "Install Rust by rustup, or your system's package of the $target library, or on Debian set WASM_STD=debian."
    step "installing Rust's $target library by rustup"
    quietly rustup target add "$target" || fail "rustup could not install $target" "Its last words are above."
}

# Puts the path of the package into $package: a local copy, or one from the mirror.
find_package() {
    local candidate
    for candidate in "${RUST_SRC_DEB:-}" ../shared/cache/rust-src_*.deb; do
        if [ -f "$candidate" ] && echo "$RUST_SRC_DEB_SHA256  $candidate" | sha256sum --check --status; then
            package=$candidate
            return
        fi
    done
    download_package
}

# A private apt configuration: the system's own sources stay as they are.
download_package() {
    have apt-get || fail "WASM_STD=debian needs apt-get" "Give the package by RUST_SRC_DEB=<path>, or set WASM_STD=rustup."
    local mirror
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep '/debian/$' | head -1)
    mkdir -p "$work"/{lists/partial,cache/archives/partial,deb}
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie-backports main" >"$work/sources.list"
    cat >"$work/apt.conf" <<CONF
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$work/lists";
Dir::Cache "$work/cache";
Dir::State::status "/dev/null";
Acquire::Languages "none";
APT::Sandbox::User "root";
CONF
    APT_CONFIG=$work/apt.conf quietly apt-get -qq update
    (cd "$work/deb" && APT_CONFIG=$work/apt.conf quietly apt-get -qq download "rust-src=$RUST_SRC_DEB_VERSION") ||
        fail "Debian's rust-src $RUST_SRC_DEB_VERSION could not be fetched" "Give the package by RUST_SRC_DEB=<path>, or set WASM_STD=rustup."
    package=$(echo "$work"/deb/rust-src_*.deb)
    echo "$RUST_SRC_DEB_SHA256  $package" | sha256sum --check --status || fail "$package is not the package that was pinned" "Its SHA-256 differs from scripts/versions.sh."
}

# An empty crate whose build compiles the standard library; its dependencies come from crates.io by their checksums.
build_library() {
    local source=$work/source/usr/src/rustc-$RUST_VERSION
    dpkg -x "$package" "$work/source"
    mkdir -p "$work/shell/src"
    printf '[package]\nname = "sysroot-shell"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[profile.release]\nopt-level = 3\ncodegen-units = 1\ndebug = false\n' >"$work/shell/Cargo.toml"
    echo '#![no_std]' >"$work/shell/src/lib.rs"
    # __CARGO_TESTS_ONLY_SRC_ROOT is cargo's own name for "the library's source is there"; hence the pinned version.
    (cd "$work/shell" &&
        RUSTC_BOOTSTRAP=1 __CARGO_TESTS_ONLY_SRC_ROOT="$source/library" \
            RUSTFLAGS="-Cembed-bitcode=yes -Zforce-unstable-if-unmarked --remap-path-prefix=$source=/rustc/$RUST_VERSION" \
            quietly cargo build --release --target "$target" -Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test --target-dir "$work/target")
}

install_library() {
    local file staged=$destination.new
    mkdir -p "$staged" "$destination"
    for file in "$work/target/$target/release/deps"/*.rlib; do
        case $file in *sysroot_shell*) ;; *) cp "$file" "$staged/" ;; esac
    done
    mv "$staged"/* "$destination/"
    rmdir "$staged"
}

by_debian() {
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    find_package
    step "building Rust's $target library from Debian's source (once; a minute)"
    build_library || fail "the $target library could not be built" "The compiler's last words are above. It needs the crates.io registry."
    install_library
}

case $way in
    rustup) by_rustup ;;
    debian) by_debian ;;
    *) fail "WASM_STD is $way" "It must be rustup or debian." ;;
esac
