#!/usr/bin/env bash
# Builds projects outside of this one against the artifacts a user would get: examples/embedding, run in
# four ways (class path, all in one jar, module path, jlink), examples/training, the tests that
# docs/checking-gradients.md shows, and the properties of examples/property-tests.
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
modules=rnn-bom,rnn-core,rnn-simd,rnn-train,rnn-testkit,rnn-jqwik

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
    for name in rnn-core rnn-simd rnn-train rnn-testkit rnn-jqwik; do
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

# Builds and tests the project in folder $1; further arguments go to Maven.
build() {
  local copy=$work/$1
  shift
  quietly mvn -B -ntp -f "$copy/pom.xml" -Ptry "$@" \
    -Dmaven.repo.local="$work/local" -Drepository.under.test="file://$work/repository" \
    -Drepository.fetched.before="file://$fetched" package
}

# Prints block number $2 of kind $1 of the page on standard input.
block() {
  awk -v begin="\`\`\`$1" -v wanted="$2" \
    '$0 == begin { n++; on = 1; next } $0 == "```" { on = 0 } on && n == wanted'
}

# A project of what docs/checking-gradients.md says and no more: its dependencies, its code.
check_gradients() {
  local page=$root/docs/checking-gradients.md copy=$work/checking
  local example=$root/examples/embedding/pom.xml sources=$copy/src/test/java
  mkdir -p "$sources"
  block java 1 <"$page" >"$sources/HighwayCell.java"
  block java 2 <"$page" >"$sources/HighwayCellTest.java"
  {
    sed '/<dependencyManagement>/,$d' "$example"
    echo '<dependencies>'
    block xml 1 <"$page"
    echo '</dependencies>'
    sed '1,/^  <\/dependencies>/d' "$example"
  } >"$copy/pom.xml"
  build checking
  if ! grep -q 'Tests run: 2, Failures: 0' "$work/log"; then
    cat "$work/log" >&2
    echo "consumer: FAILED: not both tests of $page ran" >&2
    exit 1
  fi
  echo "consumer: tests of a cell: run"
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

mkdir "$work/training"
cp -r "$root/examples/training/pom.xml" "$root/examples/training/src" "$work/training"
build training
run "training" "$java" -p "$work/training/target/training-1.jar:$work/training/target/lib" \
  -m example.training/example.Training

check_gradients

mkdir "$work/properties"
cp -r "$root/examples/property-tests/pom.xml" "$root/examples/property-tests/src" "$work/properties"
build properties
if ! grep -q 'Tests run: 2, Failures: 0' "$work/log"; then
  cat "$work/log" >&2
  echo "consumer: FAILED: not both properties of examples/property-tests ran" >&2
  exit 1
fi
echo "consumer: properties of a cell: run"

others=$(find "$work/modules/target/lib" -name '*.jar' ! -name 'rnn-*')
if [ -n "$others" ]; then
  echo "consumer: FAILED: more is needed than rnn4j: $others" >&2
  exit 1
fi
