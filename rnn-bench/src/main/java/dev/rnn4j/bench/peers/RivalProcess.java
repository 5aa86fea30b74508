package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.MeasurementException;
import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The JVM of a rival as the campaign sees it: it is started, gives its answers and ends, and is
 * never waited for longer than a limit. Whatever else it prints goes to a log.
 */
final class RivalProcess {
  private final Process process;
  private final Path log;
  private final Map<String, String> answers = new HashMap<>();

  private RivalProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * What a rival answered.
   *
   * @param values by key
   * @param nanos from the start of the process to the last of them
   */
  record Answers(Map<String, String> values, long nanos) {
    Answers {
      values = Map.copyOf(values);
    }

    /** {@return what must have been answered} */
    String value(String key) throws MeasurementException {
      String value = values.get(key);
      if (value == null) {
        throw new MeasurementException("did not say " + key);
      }
      return value;
    }
  }

  /**
   * Runs it to its end, with an empty log.
   *
   * @throws UnsupportedCaseException if the engine says it cannot
   * @throws MeasurementException if it failed, died or did not answer in time
   */
  static Answers run(ProcessBuilder builder, Path log, Duration limit)
      throws MeasurementException, UnsupportedCaseException {
    try {
      Files.write(log, new byte[0]);
      builder.redirectInput(ProcessBuilder.Redirect.PIPE);
      builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
      long started = System.nanoTime();
      RivalProcess rival = new RivalProcess(builder.start(), log);
      return rival.await(started, limit);
    } catch (IOException e) {
      throw new MeasurementException("could not be started: " + e.getMessage());
    }
  }

  private Answers await(long started, Duration limit)
      throws MeasurementException, UnsupportedCaseException {
    CompletableFuture<Long> end = CompletableFuture.supplyAsync(this::read);
    long ended = end.completeOnTimeout(0L, limit.toMillis(), TimeUnit.MILLISECONDS).join();
    if (ended == 0) {
      process.destroyForcibly();
      throw new MeasurementException("no answer within " + limit.toSeconds() + " s");
    }
    if (answers.containsKey(Protocol.SKIP)) {
      throw new UnsupportedCaseException(answers.getOrDefault(Protocol.SKIP, ""));
    }
    if (answers.containsKey(Protocol.FAILED)) {
      throw new MeasurementException(answers.getOrDefault(Protocol.FAILED, ""));
    }
    if (!answers.containsKey(Protocol.DONE)) {
      throw new MeasurementException(
          "died with exit code " + process.onExit().join().exitValue() + lastWords());
    }
    process.onExit().join();
    return new Answers(answers, ended - started);
  }

  /** Reads up to the end; says when the last answer came, or the end if there was none. */
  private long read() {
    long last = System.nanoTime();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(Protocol.MARK)) {
          last = System.nanoTime();
          String[] words = line.substring(Protocol.MARK.length()).split(" ", 2);
          answers.put(words[0], words[1]);
        } else if (!line.isBlank()) {
          Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
        }
      }
    } catch (IOException e) {
      // As good as its end.
    }
    return last;
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
}
