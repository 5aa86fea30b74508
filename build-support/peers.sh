#!/usr/bin/env bash
# Fetches and builds rivals of rnn bench --peers: peers.sh NAME... prints for each a line with its
# name and the folder of its jars, or with its name alone if there is no such module or it failed.
# Called by rnn bench, with JAVA_HOME set.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
. "$root/build-support/find-jdk.sh"
. "$root/build-support/maven.sh"
. "$root/build-support/lock.sh"

modules=$root/rnn-bench/peers
out=$root/target/rnn/peers
interfaces=()
for name in peers/{Contest,PeerCase,PeerData,Rival} campaign/UnsupportedCaseException; do
  interfaces+=("$root/rnn-bench/src/main/java/dev/rnn4j/bench/$name.java")
done

# Where the jars of rival $1 are; the marker is as old as the beginning of the build.
folder() {
  printf '%s' "$out/$1"
}

# Succeeds if nothing of rival $1 changed since it was built.
is_current() {
  local marker
  marker=$(folder "$1")/built
  [ -f "$marker" ] &&
    [ -z "$(find "$modules/pom.xml" "$modules/$1/pom.xml" "$modules/$1/src" "${interfaces[@]}" \
      -newer "$marker" -print | head -n 1)" ]
}

megabytes() {
  sed -n 's/.*<peer.megabytes>\([0-9]*\)<.*/\1/p' "$modules/$1/pom.xml"
}

build() {
  local list="" total=0 name log=$out/build.log begun=$out/begun
  for name in "$@"; do
    list=$list,rnn-bench/peers/$name
    total=$((total + $(megabytes "$name")))
    rm -rf "${modules:?}/$name/target/fast/lib"
  done
  mkdir -p "$out"
  touch "$begun"
  echo "Building adapters of $*; on first use this fetches about $total MB ..." >&2
  # To the end even if one fails: each is a module of its own, and none needs another.
  mvn -B -ntp -f "$root/pom.xml" -Ppeers -Dfast -Dmaven.test.skip=true --fail-at-end \
    -pl "${list#,}" -am package >"$log" 2>&1 </dev/null ||
    { grep -m 5 '^\[ERROR\]' "$log" >&2 || true; explain_offline "$log"; }
  for name in "$@"; do
    collect "$name" "$begun"
  done
}

# Copies what the build of rival $1 made; without libraries it has failed.
collect() {
  local from=$modules/$1/target/fast to
  to=$(folder "$1")
  rm -rf "${to:?}"
  [ -d "$from/lib" ] || return 0
  mkdir -p "$to"
  cp "$from"/*.jar "$from"/lib/*.jar "$to"
  touch -r "$2" "$to/built"
}

require_jdk
require_maven
take_build_lock "$root"
missing=()
for name in "$@"; do
  if [ -f "$modules/$name/pom.xml" ] && ! is_current "$name"; then missing+=("$name"); fi
done
if [ "${#missing[@]}" -gt 0 ]; then build "${missing[@]}"; fi
for name in "$@"; do
  if [ -f "$(folder "$name")/built" ]; then echo "$name $(folder "$name")"; else echo "$name"; fi
done
