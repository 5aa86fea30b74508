# Sourced after maven.sh: one build of this checkout at a time.

# Waits until no other build of the checkout in folder $1 runs, and keeps others out from then on.
take_build_lock() {
  if command -v flock >/dev/null 2>&1; then
    # On a file that is always there, so that nothing has to be cleaned up.
    exec 9<"$1/pom.xml"
    flock -n 9 || { waiting_for_build && flock 9; }
    return
  fi
  require_writable "$1"
  build_lock=$1/.build-lock
  local told="" holder
  until mkdir "$build_lock" 2>/dev/null; do
    holder=$(cat "$build_lock/pid" 2>/dev/null || true)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
      rm -rf "$build_lock" # its owner was killed
    else
      [ -n "$told" ] || { waiting_for_build && told=yes; }
      sleep 1
    fi
  done
  trap 'rm -rf "$build_lock"' EXIT
  echo $$ >"$build_lock/pid"
}

release_build_lock() {
  if [ -n "${build_lock:-}" ]; then
    rm -rf "$build_lock"
    trap - EXIT
  else
    exec 9<&-
  fi
}

waiting_for_build() {
  echo "Waiting for another build of rnn4j to end ..." >&2
}
