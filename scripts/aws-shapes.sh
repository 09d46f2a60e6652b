#!/usr/bin/env bash
# Makes crates/aws/src/lambda/model anew from botocore's model of Lambda. Needs Python with pip; the build does not.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

have python3 || fail "python3 is missing" "Debian, Ubuntu: apt-get install python3-venv."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
quietly python3 -m pip download --quiet --no-deps --dest "$folder" "botocore==$BOTO3_VERSION" ||
    fail "botocore $BOTO3_VERSION could not be downloaded" "Its last words are above. It needs a Python package index; run this again when it can be reached."
python3 - "$folder" <<'PYTHON'
import glob, gzip, sys, zipfile
folder = sys.argv[1]
with zipfile.ZipFile(glob.glob(folder + "/botocore-*.whl")[0]) as wheel:
    model = gzip.decompress(wheel.read("botocore/data/lambda/2015-03-31/service-2.json.gz"))
with open(folder + "/service-2.json", "wb") as file:
    file.write(model)
PYTHON
cargo run --release --package xtask --quiet -- aws-shapes "$folder" "$BOTO3_VERSION"
