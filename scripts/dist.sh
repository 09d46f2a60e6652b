#!/usr/bin/env bash
# Packs the release: one folder with the program and its site beside it, and the same as a tar.gz. Runs from any place.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
name=coldstart-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
rm -rf "dist/$name"
mkdir -p "dist/$name"
cp target/release/coldstart "dist/$name/"
cp -R target/site "dist/$name/site"
tar -C dist -czf "dist/$name.tar.gz" "$name"
step "dist/$name.tar.gz: $(du -h "dist/$name.tar.gz" | cut -f1)"
step "start it with: dist/$name/coldstart"
