#!/usr/bin/env bash
# Tests of the scripts rnn and verify: what no test of Java code can see.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/rnn4j-launcher.XXXXXX")
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
rnn=$root/rnn
cd "$work"

# Runs $@ and keeps what it did in the files out and err and in $code.
try() {
  code=0
  "$@" >out 2>err </dev/null || code=$?
}

fail() {
  echo "launcher: FAILED: $*; exit code $code" >&2
  head -n 20 out err >&2
  exit 1
}

expect_code() {
  [ "$code" -eq "$1" ] || fail "$2: expected exit code $1"
}

# The error is this and nothing else.
expect_error() {
  printf '%s\n' "$1" | cmp -s - err || fail "$2: expected the message $1"
}

expect_in_error() {
  grep -q -F -e "$1" err || fail "$2: expected a message with $1"
}

passed() {
  echo "launcher: $*"
}

"$rnn" --version >/dev/null # builds it
printf 'The fox sees\n%.0s' 1 2 3 4 5 6 7 8 >text.txt
train=(train --train text.txt --valid none --hidden 4 --epochs 1 --threads 1)

try "$rnn" "${train[@]}" --out m.safetensors
expect_code 0 "train"
grep -q incubator err && fail "train: the JVM's warning"
for command in "info m.safetensors" "generate --model m.safetensors" "eval --model m.safetensors --data text.txt"; do
  try "$rnn" $command
  expect_code 0 "$command"
  grep -q -i -e incubator -e warning err && fail "$command: the JVM's warning"
done
try env JAVA_TOOL_OPTIONS=-Dsome=property "$rnn" --version
expect_error "Picked up JAVA_TOOL_OPTIONS: -Dsome=property" "other words of the JVM are passed on"
passed "the warning of incubator modules, and nothing else, is left out"

if [ -w /dev/full ]; then
  for command in --help --version info "score --model m.safetensors --data text.txt"; do
    code=0
      "$rnn" $command >/dev/full 2>err </dev/null || code=$?
    expect_code 1 "$command on a full disk"
    expect_in_error "rnn: standard output cannot be written: " "$command on a full disk"
  done
fi
code=0
"$rnn" info >&- 2>err || code=$?
expect_code 1 "standard output closed"
code=0
"$rnn" score --model m.safetensors <&- 2>err || code=$?
expect_code 1 "standard input closed"
expect_in_error "standard input is empty" "standard input closed"
set +o pipefail
"$rnn" generate --model m.safetensors --length 1000000 2>err | head -c 1 >out
set -o pipefail
grep -v '^seed ' err >rest && fail "a reader who leaves"
passed "a full disk is an error, a reader who leaves is none"

for locale in LANG=xx_YY.UTF-8 LC_ALL=xx_YY LC_CTYPE=zz_ZZ.UTF-8 LANG=C LC_ALL=POSIX; do
  try env -u LC_ALL -u LC_CTYPE -u LANG "$locale" "$rnn" generate --model m.safetensors \
    --prompt "Füchse тест" --length 1
  expect_code 0 "$locale"
  grep -q '^Füchse тест' out || fail "$locale: a garbled prompt"
done
passed "arguments beyond ASCII in locales that are not installed"

. "$root/build-support/find-jdk.sh"
require_jdk

# The class-file version of the command line of picocli in jar $1.
class_version() {
  "$JAVA_HOME/bin/javap" -v -cp "$1" picocli.CommandLine | sed -n 's/.*major version: //p'
}

libraries=("$root/target/rnn/$(cat "$root/target/rnn/cli")"/picocli*)
[ "${#libraries[@]}" -eq 1 ] || fail "files of picocli in use: ${libraries[*]}"
[ "$(class_version "${libraries[0]}")" -eq 52 ] || fail "picocli is not renewed"
passed "the renewed picocli is in use"

# That of util-linux: others take other options.
if script --version 2>/dev/null | grep -q util-linux; then
  command="stty cols 60; exec '$rnn' train --train '$root/README.md' --valid none --hidden 8 --batch 1 --epochs 2"
  try env -u COLUMNS SHELL=/bin/sh script -qec "$command --threads 1 --out p.safetensors" /dev/null
  expect_code 0 "train on a terminal"
  tr '\r' '\n' <out | grep -E '^epoch [0-9]+/2 [0-9]+/' >live || fail "no live line"
  grep -E '.{60}' live && fail "a live line as wide as the terminal"
  [ "$(grep -c -E 'epoch [12]/2  train ppl .*[0-9]:[0-9]{2} *'$'\r''$' out)" -eq 2 ] ||
    fail "an epoch's line does not end"
  passed "the live line of a training fits the terminal"
fi

if [ -r /proc/self/cmdline ]; then
  try env LC_ALL=C "$JAVA_HOME/bin/java" -p "$root/target/rnn/$(cat "$root/target/rnn/cli")" \
    -m dev.rnn4j.cli/dev.rnn4j.cli.command.Main generate --model m.safetensors --prompt "тест"
  expect_code 2 "java itself in the locale C"
  expect_in_error "cannot read arguments beyond ASCII" "java itself in the locale C"
fi

ln -s "$rnn" "my rnn"
try "./my rnn" "${train[@]}" --out n.safetensors
expect_in_error "  './my rnn' generate --model n.safetensors" "a name with a space"
try env PATH="$root:$PATH" bash -c 'exec rnn "$@"' - "${train[@]}" --out n.safetensors
expect_in_error "  rnn generate --model n.safetensors" "found in PATH"
passed "hints name the command as it was typed"

# From here on a checkout of its own.
git clone -q "$root" checkout
cp -r "$root/rnn" "$root/verify" "$root/build-support" checkout
cat >checkout/build-support/RenewClasses.java <<'END'
class RenewClasses {
  public static void main(String[] args) throws java.io.IOException {
    java.nio.file.Files.writeString(java.nio.file.Path.of(args[0]), "half a jar");
    throw new IllegalStateException("as planned");
  }
}
END
try checkout/rnn info m.safetensors
expect_code 0 "picocli cannot be renewed"
grep -q "as planned" checkout/target/rnn/renew.log || fail "nothing was to be renewed"
libraries=(checkout/target/rnn/cli-*/picocli*)
cmp -s "${libraries[*]}" checkout/rnn-cli/target/fast/lib/picocli-*.jar || fail "picocli is not as published"
passed "without a renewed picocli the published one is used"
rm -rf checkout/target checkout/rnn-*/target
cp "$root/build-support/RenewClasses.java" checkout/build-support

# From here on a Maven that does what is told.
mkdir bin
PATH=$work/bin:$PATH
maven() {
  printf '#!/bin/sh\n%s\n' "$1" >bin/mvn
  chmod +x bin/mvn
}

maven 'echo "[ERROR] Non-resolvable import POM: Could not transfer artifact x from/to y"; exit 1'
for script in rnn verify; do
  try "checkout/$script"
  expect_code 1 "$script offline"
  expect_in_error "you seem to be offline" "$script offline"
done
maven 'echo "[ERROR] a test failed"; exit 1'
for script in rnn verify; do
  try "checkout/$script"
  expect_code 1 "$script fails"
  grep -q offline err && fail "$script: not offline"
done
passed "offline builds are called so"

# A JVM that gets Ctrl-C ends by itself, with exit code 130.
maven 'trap "exit 130" INT; mkdir -p rnn-core/target/fast/classes; touch '"$work"'/begun; sleep 30 & wait'
for script in rnn verify; do
  rm -f begun
  set -m # a group of its own, as a terminal gives it
  (cd checkout && exec "./$script" >../out 2>../err </dev/null) &
  set +m
  pid=$!
  while [ ! -e begun ]; do sleep 0.1; done
  kill -INT -- "-$pid"
  code=0
  wait "$pid" || code=$?
  expect_code 130 "$script: Ctrl-C in the build"
  expect_in_error "interrupted" "$script: Ctrl-C in the build"
  if [ "$script" = rnn ]; then
    [ -z "$(find checkout/target/rnn -mindepth 1 -type d)" ] || fail "a half build stays"
    [ ! -e checkout/rnn-core/target/fast ] || fail "half-written classes stay"
  fi
done
passed "Ctrl-C in a build leaves nothing half-built"

rm -rf checkout/target checkout/rnn-*/target
chmod 755 "$work"
chmod -R a-w checkout
as_user=()
if [ "$(id -u)" -eq 0 ]; then as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
if [ "$(id -u)" -ne 0 ] || command -v setpriv >/dev/null 2>&1; then
  for script in rnn verify; do
    try ${as_user[@]+"${as_user[@]}"} "checkout/$script"
    expect_code 1 "$script, read-only"
    expect_in_error "the build cannot write to" "$script, read-only"
    [ "$(wc -l <err)" -eq 1 ] || fail "$script, read-only: more than a sentence"
  done
fi
passed "a read-only checkout is called so"
