#!/usr/bin/env bash
# What `make test` needs beyond scripts/setup.sh: a Chromium, Python for rebuilding the guests, and the AWS clients (boto3 and
# version 1 of the AWS CLI in target/clients/venv, version 2 as a program of the machine or as AWS_CLI_2 names it).
# `scripts/setup-tests.sh --print-chromium` prints the browser's path and installs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

find_chromium() {
    local name
    if [ -n "${CHROMIUM:-}" ]; then
        [ -x "$CHROMIUM" ] || fail "CHROMIUM is $CHROMIUM, which is not a program" "Set it to the path of a Chromium or Chrome, or unset it."
        echo "$CHROMIUM"
        return
    fi
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        command -v "$name" && return
    done
    return 1
}

install_chromium() {
    if [ "$(id -u)" != 0 ] || ! have apt-get || ! apt-cache show chromium >/dev/null 2>&1 && [ ! -f /etc/debian_version ]; then
        fail "the browser tests need Chromium or Chrome" "Install one (Debian: apt-get install chromium), or set CHROMIUM to its path."
    fi
    step "installing Chromium"
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get -qq update || true
    quietly apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core ||
        fail "apt-get could not install chromium" "Its last words are above. Install a Chromium or Chrome, or set CHROMIUM to its path."
}

check_python() {
    have python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || fail "the tests need python3 with venv" \
        "Debian, Ubuntu: apt-get install python3-venv."
}

install_aws_clients() {
    local wanted="boto3==$BOTO3_VERSION awscli==$AWSCLI_VERSION pytest==$PYTEST_VERSION" done=target/clients/.installed
    [ "$(cat "$done" 2>/dev/null)" = "$wanted" ] && return 0
    step "installing boto3 and the AWS CLI, version 1"
    mkdir -p target/clients
    # shellcheck disable=SC2086
    quietly python3 -m venv --clear target/clients/venv && quietly target/clients/venv/bin/pip install --quiet $wanted ||
        fail "the AWS clients could not be installed" "Their last words are above. They need a Python package index; run this again when it can be reached."
    echo "$wanted" >"$done"
}

is_cli_2() { [ -n "$1" ] && [[ "$("$1" --version 2>/dev/null)" == aws-cli/2.* ]]; }

find_cli_2() {
    local program
    while read -r program; do
        if is_cli_2 "$program"; then
            echo "$program"
            return
        fi
    done < <(echo "${AWS_CLI_2:-}"; type -ap aws)
    return 1
}

install_cli_2() {
    if [ "$(id -u)" != 0 ] || ! have apt-get; then
        fail "the client tests need version 2 of the AWS CLI" "Install it, or set AWS_CLI_2 to its path."
    fi
    step "installing the AWS CLI, version 2"
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get -qq update || true
    quietly apt-get install -qq -y --no-install-recommends awscli && find_cli_2 >/dev/null ||
        fail "apt-get could not install version 2 of the AWS CLI" "Its last words are above. Install it, or set AWS_CLI_2 to its path."
}

if [ "${1:-}" = --print-aws-cli-2 ]; then
    find_cli_2
    exit
fi
if [ "${1:-}" = --print-chromium ]; then
    find_chromium
    exit
fi
find_chromium >/dev/null || install_chromium
check_python
install_aws_clients
find_cli_2 >/dev/null || install_cli_2
