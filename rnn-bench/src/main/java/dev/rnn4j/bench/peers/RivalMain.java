package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.Spread;
import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The JVM of a rival, which does one thing and ends. After the adapter's class and the number of
 * threads come a command and its arguments; it answers with lines of a key and a value:
 *
 * <pre>
 * describe                        description TEXT
 * check CASE COUNT OUTPUT [MODEL] note TEXT; saved true|false, whether there is a model file now
 * measure CASE QUIET MILLIS       nanos NANOS, after a warm-up that ends after QUIET milliseconds;
 *                                 kilobytes, the most that was resident; 0 if nobody can tell
 * trace CASE MILLIS               nanos NANOS NANOS ...   of every run
 * stacks SEED FOLDER              nothing; a file of results for each stack, under its name
 * startup V LAYERS H MODEL        nothing, once the first token is read
 * </pre>
 *
 * and at the end with {@code done}, {@code skip REASON} or {@code failed REASON}.
 */
public final class RivalMain {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String MOST_RESIDENT = "VmHWM:";

  private final Rival rival;
  private final List<String> arguments;
  private final PrintStream out;

  private RivalMain(Rival rival, List<String> arguments, PrintStream out) {
    this.rival = rival;
    this.arguments = arguments;
    this.out = out;
  }

  /** Starts the engine, and has it do what is asked. */
  @SuppressWarnings("CatchingUnchecked") // whatever an engine throws must reach the campaign
  public static void main(String[] args) {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    System.setOut(System.err); // Java's share of what libraries print
    try {
      Rival rival =
          Class.forName(args[0]).asSubclass(Rival.class).getDeclaredConstructor().newInstance();
      rival.start(Integer.parseInt(args[1]));
      new RivalMain(rival, List.of(args).subList(2, args.length), answers).execute();
      answer(answers, Protocol.DONE, "");
    } catch (UnsupportedCaseException e) {
      answer(answers, Protocol.SKIP, String.valueOf(e.getMessage()));
    } catch (Throwable thrown) {
      thrown.printStackTrace();
      answer(answers, Protocol.FAILED, Protocol.reason(thrown));
    }
    Runtime.getRuntime().halt(0); // some engines' threads, or their shutdown hooks, would linger
  }

  /** A line of its own, whatever a library has begun to write. */
  private static void answer(PrintStream out, String key, String value) {
    out.print("\n" + Protocol.MARK + key + " " + Protocol.line(value) + "\n");
    out.flush();
  }

  private void answer(String key, Object value) {
    answer(out, key, value.toString());
  }

  private String text(int index) {
    return arguments.get(index);
  }

  private int number(int index) {
    return Integer.parseInt(text(index));
  }

  private void execute() throws IOException, UnsupportedCaseException {
    switch (text(0)) {
      case "describe" -> answer("description", rival.description());
      case "check" -> check(PeerCases.of(text(1)).prepared());
      case "measure" -> {
        Stopwatch watch = new Stopwatch(rival.prepare(PeerCases.of(text(1)).prepared()));
        answer("nanos", Spread.of(watch.measure(number(2), number(3))).median());
        answer("kilobytes", memory());
      }
      case "trace" -> {
        Stopwatch watch = new Stopwatch(rival.prepare(PeerCases.of(text(1)).prepared()));
        answer(
            "nanos",
            watch.trace(number(2)).stream().map(String::valueOf).collect(Collectors.joining(" ")));
      }
      case "stacks" -> {
        for (PeerCase.Stack stack : PeerCases.stacks(Long.parseLong(text(1)))) {
          Protocol.write(Path.of(text(2), stack.name()), output(rival.prepare(stack), 1));
        }
      }
      case "startup" -> {
        PeerCase.Stream model = new PeerCase.Stream(number(1), number(2), number(3));
        output(rival.load(model, Path.of(text(4))), 1);
      }
      default -> throw new IllegalArgumentException("unknown command " + text(0));
    }
  }

  private void check(PeerCase peerCase) throws IOException, UnsupportedCaseException {
    Rival.Work work = rival.prepare(peerCase);
    Protocol.write(Path.of(text(3)), output(work, number(2)));
    answer("note", work.note());
    if (arguments.size() > 4) {
      answer("saved", rival.save((PeerCase.Stream) peerCase, Path.of(text(4))));
    }
  }

  /** {@return the results of the first runs, one after the other} */
  static float[] output(Rival.Work work, int count) {
    float[][] results = new float[count][];
    for (int i = 0; i < count; i++) {
      work.run();
      results[i] = work.result().clone();
    }
    return Rival.joined(results);
  }

  private static long memory() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(MOST_RESIDENT))
        .map(line -> line.substring(MOST_RESIDENT.length()).strip().split(" ", 2)[0])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }
}
