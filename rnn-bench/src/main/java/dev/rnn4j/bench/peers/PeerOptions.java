package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.OptionValues;
import dev.rnn4j.bench.UsageException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The command line of the comparison with other engines. */
final class PeerOptions {
  static final String HELP =
      """
      Usage: rnn bench --peers [--quick] [--smoke] [--case REGEX] [--rivals A,B] [--threads N]
                               [--forks N] [--json FILE]
      Compare this engine with others on the same weights and inputs: matrix products, recurrent
      layers, training steps, single steps, startup, warming up, memory. The other engines are
      fetched on first use and run on the same cores, each in JVMs of its own; the outputs are
      compared first. All of it takes hours; the table comes at the end.

        --quick          one fork, short measurements
        --smoke          only show that it runs; the numbers mean nothing
        --case REGEX     only cases whose name it finds
        --rivals A,B     only these; rnn4j always runs, and "rnn4j" alone fetches nothing
                         (%s)
        --threads N      threads, and cores, of each engine (default: 1)
        --forks N        rounds, with fresh JVMs in each (default: 5; with --quick 1)
        --json FILE      write all numbers to this file, too
        -h, --help       show this help

      Example:
        rnn bench --peers --quick --case 'LSTM|training-char' --rivals pytorch,onednn
      """
          .formatted(String.join(", ", PeerEngine.labels()));

  private static final int MAX_FORKS = 100;

  private boolean help;
  private boolean quick;
  private boolean smoke;
  private Optional<Pattern> filter = Optional.empty();
  private Optional<Path> json = Optional.empty();
  private int threads = 1;
  private int forks;
  private Set<PeerEngine> engines = EnumSet.allOf(PeerEngine.class);

  private PeerOptions() {}

  /**
   * Reads a command line.
   *
   * @throws UsageException if it makes no sense
   */
  static PeerOptions parse(List<String> arguments) throws UsageException {
    PeerOptions options = new PeerOptions();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      if (equals < 0) {
        options.take(argument, rest);
      } else {
        options.takeWithValue(argument.substring(0, equals), argument.substring(equals + 1));
      }
    }
    return options;
  }

  private void take(String name, Iterator<String> rest) throws UsageException {
    switch (name) {
      case "-h", "--help" -> help = true;
      case "--peers" -> {}
      case "--quick" -> quick = true;
      case "--smoke" -> smoke = true;
      case "--case", "--rivals", "--json", "--threads", "--forks" -> {
        if (!rest.hasNext()) {
          throw new UsageException(name + " needs a value");
        }
        takeWithValue(name, rest.next());
      }
      default -> throw OptionValues.unknown(name);
    }
  }

  private void takeWithValue(String name, String value) throws UsageException {
    switch (name) {
      case "--case" -> filter = Optional.of(OptionValues.pattern(name, value));
      case "--rivals" -> engines = engines(value);
      case "--json" -> json = Optional.of(OptionValues.file(name, value));
      // More threads than cores would wait for each other, spinning.
      case "--threads" -> threads = OptionValues.number(name, value, Cores.available().size());
      case "--forks" -> forks = OptionValues.number(name, value, MAX_FORKS);
      case "--peers", "--quick", "--smoke", "--help" ->
          throw new UsageException(name + " takes no value");
      default -> throw OptionValues.unknown(name);
    }
  }

  private static Set<PeerEngine> engines(String value) throws UsageException {
    Set<PeerEngine> engines = EnumSet.of(PeerEngine.RNN4J);
    for (String label : value.split(",", -1)) {
      engines.add(
          PeerEngine.of(label.strip())
              .orElseThrow(() ->
                  new UsageException(
                      "--rivals: there is no \""
                          + label
                          + "\"; there are "
                          + String.join(", ", PeerEngine.labels()))));
    }
    return engines;
  }

  boolean help() {
    return help;
  }

  boolean smoke() {
    return smoke;
  }

  int threads() {
    return threads;
  }

  Optional<Path> json() {
    return json;
  }

  /** Ours, and those to compare it with. */
  List<PeerEngine> engines() {
    return List.copyOf(engines);
  }

  PeerEffort effort() {
    PeerEffort usual = smoke ? PeerEffort.SMOKE : quick ? PeerEffort.QUICK : PeerEffort.FULL;
    return forks == 0 ? usual : usual.withForks(forks);
  }

  /**
   * What to measure.
   *
   * @throws UsageException if the filter leaves nothing
   */
  List<PeerTask> tasks() throws UsageException {
    List<PeerTask> candidates = smoke ? PeerTask.smoke() : PeerTask.all();
    if (filter.isEmpty()) {
      return candidates;
    }
    Pattern pattern = filter.get();
    List<PeerTask> found = candidates.stream().filter(t -> pattern.matcher(t.id()).find()).toList();
    if (found.isEmpty()) {
      throw new UsageException(
          "--case \""
              + pattern
              + "\" finds none; there are: "
              + String.join(", ", candidates.stream().map(PeerTask::id).toList()));
    }
    return found;
  }
}
