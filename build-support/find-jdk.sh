# Sourced by rnn, verify and .ci/run. Kept to what bash 3.2 (macOS) understands.

readonly OLDEST_JDK=25

# Prints the feature version of the JDK in folder $1; nothing if it has no compiler.
jdk_feature() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  local feature=""
  if [ -r "$1/release" ]; then
    feature=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  if [ -z "$feature" ]; then
    feature=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
  fi
  printf '%s' "$feature"
}

# Prints where file $1 really is, symbolic links followed (readlink -f is not everywhere).
resolve_links() {
  local file=$1 link
  while [ -L "$file" ]; do
    link=$(readlink "$file")
    case $link in
      /*) file=$link ;;
      *) file=$(dirname "$file")/$link ;;
    esac
  done
  printf '%s' "$file"
}

# Sets and exports JAVA_HOME to the first JDK that is new enough; fails if there is none.
find_jdk() {
  local on_path="" home feature
  if command -v java >/dev/null 2>&1; then
    on_path=$(dirname "$(dirname "$(resolve_links "$(command -v java)")")")
  fi
  for home in "${JAVA_HOME:-}" "$on_path" \
    /usr/lib/jvm/* /usr/java/* /opt/*jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -n "$home" ] || continue
    feature=$(jdk_feature "$home")
    if [ "${feature:-0}" -ge "$OLDEST_JDK" ]; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  return 1
}

# The same, or one sentence and the end.
require_jdk() {
  find_jdk && return 0
  echo "rnn4j: no JDK $OLDEST_JDK or newer was found (looked at JAVA_HOME, PATH and the usual" \
    "folders); install one, for example Eclipse Temurin $OLDEST_JDK or your system's" \
    "openjdk-$OLDEST_JDK-jdk package, or set JAVA_HOME to where it is." >&2
  exit 1
}
