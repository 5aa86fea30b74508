# Sourced by rnn, verify and peers.sh: what they say when a build cannot begin or has failed.

require_maven() {
  command -v mvn >/dev/null 2>&1 && return 0
  echo "rnn4j: Maven (mvn) is not on the PATH; install it with your system's package manager," \
    "for example 'apt-get install maven' or 'brew install maven'." >&2
  exit 1
}

# One sentence and the end if a build could not write to one of these folders, there or not yet.
require_writable() {
  local folder
  for folder in "$@"; do
    while [ ! -e "$folder" ]; do folder=$(dirname "$folder"); done
    [ ! -w "$folder" ] || continue
    echo "rnn4j: this has to be built first, and the build cannot write to $folder, which is" \
      "read-only or another user's; make it writable, or work in a copy of the checkout." >&2
    exit 1
  done
}

# Says so if the build whose output is in file $1 failed for want of the network.
explain_offline() {
  grep -q -E 'Could not transfer |in offline mode|Unknown host |Network is unreachable|name resolution' \
    "$1" 2>/dev/null || return 0
  echo "rnn4j: you seem to be offline, and this build needs plugins or libraries that Maven has" \
    "not fetched yet; connect and try again, once is enough." >&2
}
