#!/usr/bin/env bash
# Builds examples/embedding as a project outside of this one would be, against the artifacts a user
# would get, and runs it in four ways: class path, all in one jar, module path, jlink.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
. "$root/build-support/find-jdk.sh"
. "$root/build-support/maven.sh"
. "$root/build-support/lock.sh"
require_jdk
require_maven

work=$(mktemp -d "${TMPDIR:-/tmp}/rnn4j-consumer.XXXXXX")
trap 'rm -rf "$work"' EXIT
fetched=$HOME/.m2/repository # if it is elsewhere, all is fetched once more
version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$root/rnn-bom/pom.xml")
modules=rnn-bom,rnn-core,rnn-simd,rnn-train

quietly() {
  "$@" >"$work/log" 2>&1 </dev/null && return 0
  { grep -e '^\[ERROR\]' "$work/log" || tail -n 20 "$work/log"; } | head -n 40 >&2
  echo "consumer: failed: $*" >&2
  exit 1
}

# Into a folder that serves as a repository. Laid out by hand: Maven's own install and deploy would
# leave traces in the user's.
publish() {
  (
    take_build_lock "$root"
    quietly mvn -B -ntp -f "$root/pom.xml" -Dfast -Dpublish -Dmaven.test.skip=true \
      -pl "$modules" -am package
    put rnn4j-parent "$root/pom.xml"
    put rnn-bom "$root/rnn-bom/pom.xml"
    for name in rnn-core rnn-simd rnn-train; do
      put "$name" "$root/$name/pom.xml" "$root/$name/target/fast/$name-$version"{,-sources,-javadoc}.jar
    done
  )
}

# The artifact $1: its pom, $2, and the rest of the arguments.
put() {
  local folder=$work/repository/dev/rnn4j/$1/$version
  mkdir -p "$folder"
  cp "$2" "$folder/$1-$version.pom"
  [ "$#" -eq 2 ] || cp "${@:3}" "$folder"
}

# Builds a copy of the example, $1; further arguments go to Maven.
build() {
  local copy=$work/$1
  shift
  quietly mvn -B -ntp -f "$copy/pom.xml" -Ptry "$@" \
    -Dmaven.repo.local="$work/local" -Drepository.under.test="file://$work/repository" \
    -Drepository.fetched.before="file://$fetched" package
}

# Runs the example in the way named $1 and looks for the vector kernels.
run() {
  local way=$1 said
  shift
  if said=$("$@" 2>&1 </dev/null) && printf '%s\n' "$said" | grep -q -x 'kernels simd'; then
    echo "consumer: $way: runs, on the vector kernels"
  else
    printf '%s\n' "$said" >&2
    echo "consumer: $way: FAILED: $*" >&2
    exit 1
  fi
}

java=$JAVA_HOME/bin/java
main=example.Embedding
publish
for copy in classes modules; do
  mkdir "$work/$copy"
  cp -r "$root/examples/embedding/pom.xml" "$root/examples/embedding/src" "$work/$copy"
done

rm "$work/classes/src/main/java/module-info.java" # as most projects are
build classes -Pone-jar
target=$work/classes/target
run "class path" "$java" --add-modules jdk.incubator.vector \
  -cp "$target/embedding-1.jar:$target/lib/*" "$main"
run "one jar" "$java" --add-modules jdk.incubator.vector -jar "$target/embedding-all.jar"

build modules
path=$work/modules/target/embedding-1.jar:$work/modules/target/lib
run "module path" "$java" -p "$path" -m "example.embedding/$main"
quietly "$JAVA_HOME/bin/jlink" -p "$path" --add-modules example.embedding,dev.rnn4j.simd \
  --output "$work/image"
run "jlink" "$work/image/bin/java" -m "example.embedding/$main"

others=$(find "$work/modules/target/lib" -name '*.jar' ! -name 'rnn-*')
if [ -n "$others" ]; then
  echo "consumer: FAILED: more is needed than rnn4j: $others" >&2
  exit 1
fi
