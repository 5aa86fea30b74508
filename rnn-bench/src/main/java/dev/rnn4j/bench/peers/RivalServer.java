package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.peers.Stopwatch.Timing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Serves the campaign's commands with one engine:
 *
 * <pre>
 * describe             ok DESCRIPTION
 * prepare CASE         ok | skip REASON
 * check COUNT FILE     ok        and the floats of the output in the file
 * save CASE FILE       ok true|false, whether there is a model file now
 * measure QUIET MILLIS ok NANOS RUNS   after a warm-up that ends after QUIET milliseconds
 * trace MILLIS         ok NANOS NANOS ...   of every run
 * memory               ok KILOBYTES, the most that was ever resident; 0 if the system cannot tell
 * note                 ok TEXT
 * close
 * </pre>
 *
 * Any of them may be answered with {@code failed REASON}.
 */
final class RivalServer {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String MOST_RESIDENT = "VmHWM:";

  private final Rival rival;
  private final BufferedReader in;
  private final PrintStream out;
  private Rival.@Nullable Work work;

  RivalServer(Rival rival, BufferedReader in, PrintStream out) {
    this.rival = rival;
    this.in = in;
    this.out = out;
  }

  /** Serves until told to close, or until nobody is there any more. */
  void serve() throws IOException {
    String command = in.readLine();
    while (command != null && !command.equals("close")) {
      answer(out, respond(command.split(" ", 3)));
      command = in.readLine();
    }
    if (work != null) {
      work.close();
    }
    rival.close();
  }

  /** A line of its own, whatever a library has begun to write. */
  static void answer(PrintStream out, String text) {
    out.print("\n" + Protocol.MARK + Protocol.line(text) + "\n");
    out.flush();
  }

  @SuppressWarnings("CatchingUnchecked") // whatever an engine throws must reach the campaign
  private String respond(String[] words) {
    try {
      return (Protocol.OK + " " + execute(words)).strip();
    } catch (UnsupportedCaseException e) {
      return Protocol.SKIP + " " + e.getMessage();
    } catch (Throwable thrown) {
      thrown.printStackTrace();
      return Protocol.FAILED + " " + Protocol.reason(thrown);
    }
  }

  private String execute(String[] words) throws IOException, UnsupportedCaseException {
    return switch (words[0]) {
      case "describe" -> rival.description();
      case "prepare" -> {
        work = rival.prepare(PeerCases.of(words[1]));
        yield "";
      }
      case "check" -> {
        Protocol.write(Path.of(words[2]), prepared().output(Integer.parseInt(words[1])));
        yield "";
      }
      case "save" -> {
        PeerCase.Stream model = (PeerCase.Stream) PeerCases.of(words[1]);
        yield String.valueOf(rival.save(model, Path.of(words[2])));
      }
      case "measure" -> measure(Long.parseLong(words[1]), Long.parseLong(words[2]));
      case "trace" ->
          new Stopwatch(prepared())
              .trace(Long.parseLong(words[1])).stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(" "));
      case "memory" -> String.valueOf(memory());
      case "note" -> prepared().note();
      default -> throw new IllegalArgumentException("unknown command " + words[0]);
    };
  }

  private Rival.Work prepared() {
    Rival.Work current = work;
    if (current == null) {
      throw new IllegalStateException("nothing is prepared");
    }
    return current;
  }

  private String measure(long quiet, long millis) {
    Timing timing = new Stopwatch(prepared()).measure(quiet, millis);
    return timing.nanos() + " " + timing.runs();
  }

  private static long memory() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(MOST_RESIDENT)) {
        return Long.parseLong(line.substring(MOST_RESIDENT.length()).strip().split(" ", 2)[0]);
      }
    }
    return 0;
  }
}
