#!/usr/bin/env bash
# A Prometheus for tests and ./dev jenkins: that of the PATH, or Debian's package, unpacked into the cache without root.
#
#   prometheus.sh binary          prints the path of the program, and fetches it first if needed
#   prometheus.sh run CONFIG      runs until standard input ends; the first line printed is its address. It listens on
#                                 127.0.0.1 alone and keeps its data in a folder that goes with it
#
# Exit code 3: it can't be had on this machine.
set -euo pipefail
readonly cache="${SPIN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/spin-delivery}/prometheus"
readonly not_here=3

say() { printf '%s\n' "$*" >&2; }

binary() {
    local found=$cache/usr/bin/prometheus
    if [ -x "$found" ]; then
        printf '%s\n' "$found"
    elif command -v prometheus; then
        return
    else
        fetch && printf '%s\n' "$found"
    fi
}

fetch() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
        say 'There is no prometheus on the PATH, and to fetch it apt-get and dpkg-deb are needed.'
        return $not_here
    fi
    local folder
    mkdir -p "$cache"
    folder=$(mktemp -d "$cache/fetching.XXXXXX")
    chmod 755 "$folder"
    if ! (cd "$folder" && apt-get -q download prometheus >fetch.log 2>&1 && dpkg-deb -x prometheus_*.deb .); then
        tail -n 3 "$folder/fetch.log" >&2
        say 'The package prometheus could not be fetched. "apt-get update" as root may help, or a Prometheus on the PATH.'
        rm -rf "$folder"
        return $not_here
    fi
    rm -f "$folder"/prometheus_*.deb
    # Whoever comes second finds the folder there and leaves his own copy.
    mv -T "$folder/usr" "$cache/usr" 2>/dev/null || true
    rm -rf "$folder"
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
    local program
    program=$(binary) || exit $not_here
    data=$(mktemp -d)
    trap end EXIT
    trap 'exit 143' TERM INT
    "$program" --config.file="$1" --storage.tsdb.path="$data/tsdb" --web.listen-address=127.0.0.1:0 \
        --query.lookback-delta=2s >"$data/log" 2>&1 </dev/null &
    child=$!
    until grep -q 'Server is ready' "$data/log"; do
        if ! kill -0 "$child" 2>/dev/null; then
            cat "$data/log" >&2
            exit 1
        fi
        sleep 0.05
    done
    sed -n 's/.*msg="Listening on" address=\([0-9.:]*\).*/http:\/\/\1/p' "$data/log" | head -1
    # Standard input is the life line: it ends with whoever started this, however that ends.
    cat >/dev/null
}

case "${1:-}" in
    binary) binary ;;
    run) run "$2" ;;
    *)
        sed -n '2,8p' "$0" >&2
        exit 2
        ;;
esac
