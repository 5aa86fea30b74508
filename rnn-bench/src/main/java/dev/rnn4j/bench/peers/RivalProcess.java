package dev.rnn4j.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The JVM of a rival as the campaign sees it: a command goes in, one answer comes out, and it is
 * never waited for longer than a limit. Whatever else it prints goes to a log.
 */
final class RivalProcess implements AutoCloseable {
  /** The slowest engine takes a minute for twenty steps of the largest training. */
  static final Duration LIMIT = Duration.ofMinutes(5);

  private static final long SECONDS_TO_END = 5;

  /** An answer, or the end of the output, and when it came. */
  private record Event(Optional<String> answer, long nanoTime) {}

  private final Process process;
  private final Path log;
  private final long started;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  private RivalProcess(Process process, Path log, long started) {
    this.process = process;
    this.log = log;
    this.started = started;
  }

  /** Starts it, with an empty log. */
  static RivalProcess start(ProcessBuilder builder, Path log) throws IOException {
    Files.write(log, new byte[0]);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    long started = System.nanoTime();
    RivalProcess rival = new RivalProcess(builder.start(), log, started);
    Thread.ofPlatform().daemon().name("rival-output").start(rival::read);
    return rival;
  }

  private void read() {
    try (InputStream output = process.getInputStream();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(Protocol.MARK)) {
          String answer = line.substring(Protocol.MARK.length());
          events.add(new Event(Optional.of(answer), System.nanoTime()));
        } else if (!line.isBlank()) {
          Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // As good as its end.
    }
    events.add(new Event(Optional.empty(), System.nanoTime()));
  }

  /**
   * Sends a command and waits for what follows "ok" in the answer.
   *
   * @throws UnsupportedCaseException if the engine says it cannot
   * @throws RivalFailedException if it failed, died or did not answer in time
   */
  String ask(String command, Duration limit) throws RivalFailedException, UnsupportedCaseException {
    try {
      Writer commands = process.outputWriter(StandardCharsets.UTF_8);
      commands.write(command + "\n");
      commands.flush();
    } catch (IOException e) {
      // It has died; the end of its output tells the rest.
    }
    return unpack(await(limit).answer().orElseThrow());
  }

  /**
   * Waits for the first answer without a command.
   *
   * @return nanoseconds from the start of the process to the answer
   */
  long nanosToAnswer(Duration limit) throws RivalFailedException, UnsupportedCaseException {
    Event event = await(limit);
    unpack(event.answer().orElseThrow());
    return event.nanoTime() - started;
  }

  private Event await(Duration limit) throws RivalFailedException {
    Event event = null;
    try {
      event = events.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (event == null) {
      process.destroyForcibly();
      throw new RivalFailedException("no answer within " + limit.toSeconds() + " s");
    }
    if (event.answer().isEmpty()) {
      events.add(event); // for whoever asks again
      throw new RivalFailedException("died" + exitCode() + lastWords());
    }
    return event;
  }

  private static String unpack(String answer)
      throws RivalFailedException, UnsupportedCaseException {
    int space = answer.indexOf(' ');
    String verdict = space < 0 ? answer : answer.substring(0, space);
    String rest = space < 0 ? "" : answer.substring(space + 1);
    return switch (verdict) {
      case Protocol.OK -> rest;
      case Protocol.SKIP -> throw new UnsupportedCaseException(rest);
      default -> throw new RivalFailedException(rest);
    };
  }

  private String exitCode() {
    try {
      return process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)
          ? " with exit code " + process.exitValue()
          : "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** The last line of its log. */
  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      List<String> words = lines.stream().filter(line -> !line.isBlank()).toList();
      return words.isEmpty() ? "" : ": " + words.getLast().strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Asks it to end, and ends it if it does not. */
  @Override
  public void close() {
    try (Writer commands = process.outputWriter(StandardCharsets.UTF_8)) {
      commands.write("close\n");
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
