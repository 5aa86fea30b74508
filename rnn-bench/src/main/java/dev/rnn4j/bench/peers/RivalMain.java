package dev.rnn4j.bench.peers;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The JVM of a rival. With two arguments, the adapter's class and the number of threads, it serves
 * commands ({@link RivalServer}). With {@code V LAYERS H FILE} after them it does what is timed as
 * startup: reads the first token with the model in the file and says so.
 */
public final class RivalMain {
  private static final int SERVER_ARGUMENTS = 2;

  private RivalMain() {}

  /** Starts the engine. */
  @SuppressWarnings("CatchingUnchecked") // whatever an engine throws must reach the campaign
  public static void main(String[] args) {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    System.setOut(System.err); // Java's share of what libraries print
    try {
      run(args, answers);
    } catch (Throwable thrown) {
      thrown.printStackTrace();
      RivalServer.answer(answers, Protocol.FAILED + " " + Protocol.reason(thrown));
    }
    Runtime.getRuntime().halt(0); // some engines' threads, or their shutdown hooks, would linger
  }

  private static void run(String[] args, PrintStream answers) throws Exception {
    Rival rival =
        Class.forName(args[0]).asSubclass(Rival.class).getDeclaredConstructor().newInstance();
    rival.start(Integer.parseInt(args[1]));
    if (args.length > SERVER_ARGUMENTS) {
      firstToken(rival, args);
      RivalServer.answer(answers, Protocol.OK);
    } else {
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      new RivalServer(rival, commands, answers).serve();
    }
  }

  private static void firstToken(Rival rival, String[] args)
      throws IOException, UnsupportedCaseException {
    PeerCase.Stream model =
        new PeerCase.Stream(
            Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    rival.load(model, Path.of(args[5])).output(1);
  }
}
