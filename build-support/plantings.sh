#!/usr/bin/env bash
# Plants known mistakes one at a time and reports which of them the tests find:
#   bash build-support/plantings.sh              all of build-support/plantings.txt, about 10 minutes
#   bash build-support/plantings.sh adam gru     those whose name contains one of the words
#   bash build-support/plantings.sh --check      none: only says which do not fit the sources any more; seconds, no Maven
# The sources stay as they are: a changed class is compiled into a folder of its own.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
. "$root/build-support/find-jdk.sh"
. "$root/build-support/maven.sh"
. "$root/build-support/lock.sh"

require_jdk
if [ "$*" = --check ]; then
  exec "$JAVA_HOME/bin/java" "$root/build-support/Plantings.java" "$root" "" --check
fi
require_maven
take_build_lock "$root"
out=$root/target/plantings
mkdir -p "$out"
mvn -B -q -ntp -f "$root/pom.xml" -Pplantings -Dfast -DskipTests -pl rnn-train -am \
  package dependency:build-classpath -Dmdep.includeScope=test "-Dmdep.outputFile=$out/classpath"
exec "$JAVA_HOME/bin/java" -Xmx512m "$root/build-support/Plantings.java" \
  "$root" "$(cat "$out/classpath")" "$@"
