#!/usr/bin/env bash
# An emulator of AWS for tests: moto, in a Python virtual environment of its own in the cache.
#
#   moto.sh environment     prints the folder of the virtual environment, and makes it first if needed
#   moto.sh run             runs until standard input ends; the first line printed is its address. It listens on
#                           127.0.0.1 alone and keeps everything in memory
#
# Exit code 3: it can't be had on this machine.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly here
readonly cache="${SPIN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/spin-delivery}/moto"
readonly requirement='moto[server]==5.2.5'
readonly not_here=3

say() { printf '%s\n' "$*" >&2; }

environment() {
    local python folder
    python=$(command -v python3 || command -v python || true)
    if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
        ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        say 'The emulator of AWS needs Python 3.9 or later with venv (Debian: python3-venv).'
        return $not_here
    fi
    # An environment serves the Python that made it alone.
    folder=$cache/$("$python" -c 'import hashlib, platform, sys
made_of = " ".join([sys.argv[1], sys.executable, platform.python_version(), platform.machine()])
print(hashlib.sha256(made_of.encode()).hexdigest()[:16])' "$requirement")
    [ -x "$folder/bin/python" ] || make_environment "$python" "$folder" || return $?
    printf '%s\n' "$folder"
}

make_environment() {
    local python=$1 folder=$2 making
    mkdir -p "$cache"
    making=$(mktemp -d "$cache/making.XXXXXX")
    say "Making a Python environment with $requirement in $folder ..."
    if ! { "$python" -m venv "$making/env" &&
        "$making/env/bin/python" -m pip install -q --no-input --disable-pip-version-check "$requirement" &&
        "$making/env/bin/python" -c 'import moto.server'; } >"$making/log" 2>&1; then
        tail -n 5 "$making/log" >&2
        say "$requirement could not be installed by pip. Its own settings (pip config) say where packages come from."
        rm -rf "$making"
        return $not_here
    fi
    # Whoever comes second finds the folder there and leaves his own copy.
    "$python" -c 'import os, sys; os.rename(sys.argv[1], sys.argv[2])' "$making/env" "$folder" 2>/dev/null || true
    rm -rf "$making"
}

# Not local: the trap outlives the function.
data='' child=''
end() {
    if [ -n "$child" ]; then
        kill "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
    fi
    rm -rf "$data"
}

run() {
    local folder
    folder=$(environment) || exit $?
    data=$(mktemp -d)
    trap end EXIT
    trap 'exit 143' TERM INT
    # What it can check by itself. The images are a handful of our own: its thousands cost seconds for each account.
    MOTO_AMIS_PATH="$here/moto-images.json" MOTO_ENABLE_AMI_VALIDATION=true \
        MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION=true MOTO_ENABLE_KEYPAIR_VALIDATION=true \
        "$folder/bin/python" -m moto.server -H 127.0.0.1 -p 0 >"$data/log" 2>&1 </dev/null &
    child=$!
    until grep -q 'Running on' "$data/log"; do
        if ! kill -0 "$child" 2>/dev/null; then
            cat "$data/log" >&2
            exit 1
        fi
        sleep 0.05
    done
    sed -n 's/.*Running on \(http:\/\/127\.0\.0\.1:[0-9]*\).*/\1/p' "$data/log" | head -1
    # Standard input is the life line: it ends with whoever started this, however that ends.
    cat >/dev/null
}

case "${1:-}" in
    environment) environment ;;
    run) run ;;
    *)
        sed -n '2,8p' "$0" >&2
        exit 2
        ;;
esac
