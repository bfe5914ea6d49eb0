#!/usr/bin/env bash
# Makes the pictures of README.md anew, from what spin prints in a terminal. Needs tmux and Python besides what the demo
# needs: docs/images/make.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

work=$(mktemp -d)
terminal=(tmux -L "spin-pictures-$$")
tidy_up() {
    "${terminal[@]}" kill-server 2>/dev/null || true
    testcluster/cluster.sh down --name pictures >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap tidy_up EXIT

spin() { standalone/spin "$@" >/dev/null; }

# Plays the command $3 in a terminal of $1 columns and prints its screen as soon as it matches $2.
screen() {
    local columns=$1 pattern=$2 shown=$3
    printf '\e[36m$ %s\e[0m\n' "$shown" >"$work/command"
    printf 'clear; cat %q; %s; exec sleep 5\n' "$work/command" "${shown//$'\\\n'/}" >"$work/play"
    : >"$work/screen"
    "${terminal[@]}" new-session -d -s picture -x "$columns" -y 40 "LANG=C.UTF-8 bash $work/play"
    until sed $'s/\e\\[[0-9;]*m//g' "$work/screen" | grep -qE "$pattern"; do
        "${terminal[@]}" capture-pane -e -p -t picture >"$work/screen" || exit
    done
    "${terminal[@]}" kill-session -t picture
    awk '/[^[:space:]]/ { for (; empty > 0; empty--) print ""; print; next } { empty++ }' "$work/screen"
}

testcluster/cluster.sh up --name pictures >/dev/null
export KUBECONFIG=$PWD/.spin/clusters/pictures/kubeconfig
sed 's/replicas: 1/replicas: 6/' examples/demo/versioned/deployment.yaml >"$work/six.yaml"
spin deploy -f examples/demo/namespace.yaml
spin deploy -f "$work/six.yaml" -f examples/demo/versioned/configmap.yaml -f examples/demo/versioned/secret.yaml \
    --param image_version=1.1 --param youdu_address=im.imgo.tv:7080

screen 120 '\] [1-5]/6' 'standalone/spin deploy -f examples/demo/versioned \
    --param image_version=1.2-restartonce --param youdu_address=im2.imgo.tv:7080' |
    docs/images/picture.py 120 >docs/images/rollout.svg
screen 120 '^Failed after' 'standalone/spin deploy -f examples/demo/versioned --rollback-on-failure \
    --param image_version=2.0-crash --param youdu_address=im2.imgo.tv:7080' |
    docs/images/picture.py 120 >docs/images/failure.svg
