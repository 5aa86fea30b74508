/** The command line: the only module that prints, exits or draws. */
module dev.rnn4j.cli {
  requires dev.rnn4j.train;
  requires info.picocli;
  requires com.fasterxml.jackson.databind;
  requires jdk.management;
  requires static org.jspecify;

  opens dev.rnn4j.cli.command to
      info.picocli;
  opens dev.rnn4j.cli.option to
      info.picocli;
  opens dev.rnn4j.cli.report to
      info.picocli;
}
