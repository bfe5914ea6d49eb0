#!/usr/bin/env bash
# Builds the test cluster's binary at first use and runs it. `./dev cluster` and the tests call this.
#
#   cluster.sh up [--name N] [--kubeconfig FILE] [--nodes COUNT]    starts a cluster in the background
#   cluster.sh status [--name N] [-o json]                          shows the clusters
#   cluster.sh down [--name N | --all]                              stops a cluster and removes its files
#   cluster.sh run [--name N] [--kubeconfig FILE] [--nodes COUNT]   a cluster until standard input ends
#   cluster.sh build                                                builds if needed, as all others do
#   cluster.sh binary                                               prints the path of the binary
#   cluster.sh test                                                 tests the Go code, also with real clusters
#   cluster.sh lint                                                 gofmt and go vet (minutes: vet reads Kubernetes, too)
#
# Exit code 3: Go is missing or too old. Works with bash 3.2 and later, on Linux and macOS.
set -euo pipefail

readonly no_go=3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly here
readonly cache="${SPIN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/spin-delivery}/testcluster"
readonly log="$cache/build.log"
kubernetes=$(awk '$1 == "k8s.io/kubernetes" { print $2; exit }' "$here/go.mod")
readonly kubernetes
# Without the version the server reports v0.0.0, and without -s -w the binary is twice as large.
readonly ldflags="-s -w -X k8s.io/component-base/version.gitVersion=$kubernetes"
readonly build_flags=(-trimpath -ldflags "$ldflags")

export SPIN_CLUSTERS_DIR="${SPIN_CLUSTERS_DIR:-$(dirname "$here")/.spin/clusters}"

say() { printf '%s\n' "$*" >&2; }

# sha256 of standard input, with the tool that is there
digest() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-16
}

# What the binary depends on: a change of any of it makes another folder in the cache. oracle/ is a module of its own.
binary_path() {
  local hash
  hash=$({
    printf '%s\n' "${build_flags[@]}" "$(uname -sm)"
    cd "$here"
    find . -path ./oracle -prune -o -type f \( -name '*.go' ! -name '*_test.go' -o -name 'go.*' -o -path './stages/*' \) -print |
      LC_ALL=C sort | while IFS= read -r file; do
        printf '%s\n' "$file"
        cat "$file"
      done
  } | digest)
  printf '%s/%s/spin-testcluster\n' "$cache" "$hash"
}

require_go() {
  local needed problem
  needed=$(awk '$1 == "go" { print $2; exit }' "$here/go.mod")
  if ! command -v go >/dev/null; then
    problem='Go is not installed (there is no "go" on the PATH).'
  elif ! problem=$(cd "$here" && GOWORK=off go list -m 2>&1); then
    problem="The installed Go cannot build it: $problem"
  else
    return 0
  fi
  say "The test cluster needs Go $needed or later. $problem"
  say 'Install Go (https://go.dev/dl/) and try again.'
  say 'Without Go, the demo runs on a cluster of your own: ./dev demo --kubeconfig FILE'
  return $no_go
}

# One builder at a time, also between several checkouts: two at once would only take twice the memory.
lock_kind=''
take_lock() {
  mkdir -p "$cache"
  if command -v flock >/dev/null; then
    exec 9>"$cache/build.lock"
    flock -n 9 || { say 'Another process is building the test cluster; waiting for it.'; flock 9; }
    lock_kind=flock
    return
  fi
  local told=''
  until mkdir "$cache/build.lock.d" 2>/dev/null; do
    local owner
    owner=$(cat "$cache/build.lock.d/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$cache/build.lock.d"
      continue
    fi
    [ -n "$told" ] || say 'Another process is building the test cluster; waiting for it.'
    told=yes
    sleep 1
  done
  printf '%s\n' $$ >"$cache/build.lock.d/pid"
  lock_kind="mkdir"
}

release_lock() {
  case $lock_kind in
    flock) exec 9>&- ;;
    mkdir) rm -rf "$cache/build.lock.d" ;;
  esac
  lock_kind=''
}

child=''
temporary=''
clean_up() {
  if [ -n "$child" ]; then kill "$child" 2>/dev/null || true; fi
  if [ -n "$temporary" ]; then rm -f "$temporary"; fi
  release_lock
}

# Shows how far the command is: $1 says what, $2 how many lines of the log that match $3 there will be (0: unknown).
with_progress() {
  local what=$1 total=$2 pattern=$3 began=$SECONDS shown=$SECONDS count text
  shift 3
  (cd "$here" && GOWORK=off CGO_ENABLED=0 exec "$@") 9>&- &
  child=$!
  while kill -0 "$child" 2>/dev/null; do
    count=$(grep -c "$pattern" "$log" 2>/dev/null || true)
    text="$what: $count"
    if [ "$total" -gt 0 ]; then text="$text of $total"; fi
    text="$text, $(((SECONDS - began) / 60)) min $(((SECONDS - began) % 60)) s"
    if [ -t 2 ]; then
      printf '\r\033[K%s' "$text" >&2
    elif [ $((SECONDS - shown)) -ge 30 ]; then
      shown=$SECONDS
      say "$text"
    fi
    sleep 1
  done
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
  local code=0
  wait "$child" || code=$?
  child=''
  return $code
}

failed() {
  say "$1 The end of Go's output:"
  tail -n 20 "$log" >&2
  say "The whole output: $log"
  exit 1
}

build() {
  local binary=$1 total began=$SECONDS
  require_go || exit $?
  trap clean_up EXIT
  trap 'exit 130' INT TERM HUP
  take_lock
  if [ ! -x "$binary" ]; then
    say "Building the test cluster (Kubernetes $kubernetes): once, 5 to 10 minutes on 2 cores with empty caches and"
    say "less than one with full ones. It takes up to 2.5 GB of memory and leaves 4 GB in Go's caches."
    : >"$log"
    with_progress 'Go modules fetched' 0 '^go: downloading' \
      sh -c 'exec go list -deps . >"$1" 2>"$2"' sh "$cache/packages" "$log" ||
      failed 'The Go modules could not be fetched.'
    total=$(wc -l <"$cache/packages" | tr -d ' ')
    say "Compiling $total packages; those that Go has compiled before are skipped."
    mkdir -p "$(dirname "$binary")"
    temporary="$binary.$$"
    : >"$log"
    with_progress 'Packages compiled' "$total" '^[^#[:space:]]*$' \
      sh -c 'log=$1; shift; exec go build -v "$@" . >"$log" 2>&1' sh "$log" "${build_flags[@]}" -o "$temporary" ||
      failed 'The test cluster could not be built.'
    mv -f "$temporary" "$binary"
    temporary=''
    say "Built in $(((SECONDS - began) / 60)) min $(((SECONDS - began) % 60)) s: $binary"
    # Each change of the sources makes a binary of 130 MB: those that nobody has used for two weeks go.
    find "$cache" -mindepth 1 -maxdepth 1 -type d ! -name build.lock.d -mtime +14 -exec rm -rf {} +
  fi
  release_lock
  trap - EXIT INT TERM HUP
}

# The same flags as for the build, or Go would compile Kubernetes a second time; and no vet, which `lint` does.
test_all() {
  cd "$here"
  GOWORK=off CGO_ENABLED=0 SPIN_TESTCLUSTER_BINARY=$1 go test -trimpath -vet=off ./...
}

lint() {
  local unformatted
  cd "$here"
  unformatted=$(gofmt -l .)
  if [ -n "$unformatted" ]; then
    say "Not formatted by gofmt: $unformatted"
    exit 1
  fi
  GOWORK=off CGO_ENABLED=0 go vet -trimpath ./...
}

main() {
  local command=${1:-help} binary
  case $command in
    up | status | down | run | build | binary | test | lint) ;;
    *)
      # No build only to say what there is.
      awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "${BASH_SOURCE[0]}" >&2
      case $command in help | -h | --help) return 0 ;; *) return 2 ;; esac
      ;;
  esac
  binary=$(binary_path)
  case $command in
    lint)
      require_go || exit $?
      lint
      return
      ;;
    status | down)
      if [ ! -x "$binary" ] && [ ! -d "$SPIN_CLUSTERS_DIR" ] && [ $# -eq 1 ]; then
        echo 'There is no cluster.'
        return
      fi
      ;;
  esac
  if [ ! -x "$binary" ]; then build "$binary"; fi
  touch "$(dirname "$binary")"
  case $command in
    build) ;;
    binary) printf '%s\n' "$binary" ;;
    test) test_all "$binary" ;;
    *) exec "$binary" "$@" ;;
  esac
}

main "$@"
