# shellcheck shell=bash
# What the scripts share. Sourced, from the repository's root.
# shellcheck source=scripts/versions.sh
source scripts/versions.sh

# Tools that are not the repository's: one folder for each user, so that a fresh clone need not build them again.
tools=${COLDSTART_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/coldstart/tools}
export PATH="$PWD/scripts/bin:$tools/bin:$PATH"

step() { printf '· %s\n' "$*"; }

# fail WHAT HOW-TO-MEND
fail() {
    printf '\n✗ %s\n  %s\n' "$1" "$2" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# quietly COMMAND...: shows the output only if the command fails.
quietly() {
    local log
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    tail -n 40 "$log" >&2
    rm -f "$log"
    return 1
}
