// The command line: the only module that prints, exits or draws. Open, so that picocli sees
// options.
open module dev.rnn4j.cli {
  requires dev.rnn4j.train;
  requires info.picocli;
  requires com.fasterxml.jackson.databind;
  requires jdk.management;
  requires static org.jspecify;
}
