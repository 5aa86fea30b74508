package dev.rnn4j.bench;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The command line of the benchmarks, read by hand: JMH's own has a hundred options that would lie.
 */
final class BenchOptions {
  static final String HELP =
      """
      Usage: rnn bench [--quick] [--smoke] [--filter REGEX] [--json FILE] [--threads N] [--forks N]
             rnn bench --peers [--help] ...
      Measure the speed of the kernels and of training: the scalar kernels against the vector
      kernels of every width this machine has. Takes about an hour; the table comes at the end.

        --quick          a selection of cases, one fork, short iterations: less than 3 minutes
        --smoke          only show that every benchmark runs; the numbers mean nothing
        --filter REGEX   only cases whose name it finds, of all sizes even with --quick; the FMA
                         peak is measured all the same, as the yardstick
        --json FILE      write all raw numbers to this file, too
        --threads N      threads that share the work of each operation (default: 1)
        --forks N        fresh JVMs per case and implementation (default: 5; with --quick 1)
        --peers          compare with other engines instead; rnn bench --peers --help says more
        -h, --help       show this help

      Example:
        rnn bench --quick --filter 'NN|training'
      """;

  private static final int MAX_THREADS = 1024;
  private static final int MAX_FORKS = 100;

  private boolean help;
  private boolean quick;
  private boolean smoke;
  private Optional<Pattern> filter = Optional.empty();
  private Optional<Path> json = Optional.empty();
  private int threads = 1;
  private int forks;

  private BenchOptions() {}

  /**
   * Reads a command line.
   *
   * @throws UsageException if it makes no sense
   */
  static BenchOptions parse(List<String> arguments) throws UsageException {
    BenchOptions options = new BenchOptions();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      if (equals < 0) {
        options.take(argument, rest);
      } else {
        String value = argument.substring(equals + 1);
        options.takeWithValue(argument.substring(0, equals), value);
      }
    }
    return options;
  }

  private void take(String name, Iterator<String> rest) throws UsageException {
    switch (name) {
      case "-h", "--help" -> help = true;
      case "--quick" -> quick = true;
      case "--smoke" -> smoke = true;
      case "--filter", "--json", "--threads", "--forks" -> {
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
      case "--filter" -> filter = Optional.of(OptionValues.pattern(name, value));
      case "--json" -> json = Optional.of(OptionValues.file(name, value));
      case "--threads" -> threads = OptionValues.number(name, value, MAX_THREADS);
      case "--forks" -> forks = OptionValues.number(name, value, MAX_FORKS);
      case "--quick", "--smoke", "--help" -> throw new UsageException(name + " takes no value");
      default -> throw OptionValues.unknown(name);
    }
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

  /** How long to measure each case. */
  Effort effort() {
    Effort usual = smoke ? Effort.SMOKE : quick ? Effort.QUICK : Effort.FULL;
    return forks == 0 ? usual : usual.withForks(forks);
  }

  /** What to measure each case on. */
  List<Implementation> implementations() {
    return smoke ? Implementation.scalarAndPreferred() : Implementation.all();
  }

  /**
   * What to measure.
   *
   * @throws UsageException if the filter leaves nothing
   */
  List<BenchCase> cases() throws UsageException {
    List<BenchCase> candidates = smoke ? BenchCases.smoke() : BenchCases.all();
    if (filter.isEmpty()) {
      boolean all = smoke || !quick;
      return candidates.stream().filter(c -> all || c.quick()).toList();
    }
    Pattern pattern = filter.get();
    if (candidates.stream().noneMatch(c -> pattern.matcher(c.name()).find())) {
      throw new UsageException(
          "--filter \""
              + pattern
              + "\" finds no case; there are: "
              + String.join(", ", candidates.stream().map(BenchCase::name).toList()));
    }
    return candidates.stream().filter(c -> c.isPeak() || pattern.matcher(c.name()).find()).toList();
  }
}
