package dev.rnn4j.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.bench.campaign.MeasurementException;
import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RivalProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PRODUCT = "NN-8x64x32";

  @TempDir Path folder;

  private RivalProcess.Answers run(int behaviour, Object... what) throws Exception {
    return run(LIMIT, behaviour, what);
  }

  private RivalProcess.Answers run(Duration limit, int behaviour, Object... what)
      throws MeasurementException, UnsupportedCaseException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RivalMain.class.getName(),
            FakeRival.class.getName(),
            String.valueOf(behaviour));
    for (Object word : what) {
      builder.command().add(word.toString());
    }
    return RivalProcess.run(builder, folder.resolve("log"), limit);
  }

  @Test
  void aHealthyRivalAnswersEveryCommand() throws Exception {
    assertEquals("fake; 1.0", run(FakeRival.HEALTHY, "describe").value("description"));
    Path file = folder.resolve("with space");
    RivalProcess.Answers checked = run(FakeRival.HEALTHY, "check", PRODUCT, 2, file);
    assertEquals("", checked.value("note"));
    assertArrayEquals(new float[] {7f, 0.5f, 7f, 0.5f}, Protocol.read(file));
    RivalProcess.Answers saved =
        run(FakeRival.HEALTHY, "check", "step-1x16-V65", 1, file, folder.resolve("model"));
    assertEquals("false", saved.value("saved"));
    RivalProcess.Answers measured = run(FakeRival.HEALTHY, "measure", PRODUCT, 10, 10);
    assertTrue(Double.parseDouble(measured.value("nanos")) > 0);
    assertTrue(Long.parseLong(measured.value("kilobytes")) >= 0);
    RivalProcess.Answers traced = run(FakeRival.HEALTHY, "trace", PRODUCT, 5);
    assertTrue(traced.value("nanos").split(" ", -1).length > 1);
  }

  @Test
  void whatItCannotDoIsNoFailure() {
    UnsupportedCaseException e =
        assertThrows(
            UnsupportedCaseException.class,
            () -> run(FakeRival.HEALTHY, "measure", "LSTM-3,2,16,16", 1, 1));
    assertEquals("no layers", e.getMessage());
  }

  @Test
  void wrongCommandsAreAnsweredAsFailures() {
    assertTrue(failure(FakeRival.HEALTHY, "dance").contains("dance"));
    assertTrue(failure(FakeRival.HEALTHY, "trace", "no-such-case", 1).contains("no-such-case"));
  }

  @Test
  void chatterOnStandardOutputIsNotTakenForAnswers() throws Exception {
    RivalProcess.Answers answers = run(FakeRival.CHATTY, "measure", PRODUCT, 0, 1);
    assertTrue(answers.value("nanos").matches("[0-9.E-]+"));
  }

  @Test
  void aDeathIsReportedWithTheLastWords() {
    assertEquals(
        "died with exit code 134: illegal instruction, sorry",
        failure(FakeRival.DIES, "measure", PRODUCT, 0, 1));
  }

  @Test
  void whoHangsIsEnded() {
    MeasurementException e =
        assertThrows(
            MeasurementException.class,
            () -> run(Duration.ofSeconds(1), FakeRival.HANGS, "measure", PRODUCT, 0, 1));
    assertEquals("no answer within 1 s", e.getMessage());
  }

  @Test
  void aRivalThatDoesNotStartSaysWhy() {
    assertEquals(
        "java.lang.UnsatisfiedLinkError: no library",
        failure(FakeRival.REFUSES_TO_START, "describe"));
  }

  @Test
  void startupIsTimedUpToTheFirstOutput() throws Exception {
    long nanos = run(FakeRival.HEALTHY, "startup", 65, 1, 16, "no-file").nanos();
    assertTrue(nanos > 1_000_000 && nanos < LIMIT.toNanos(), nanos + " ns");
  }

  private String failure(int behaviour, Object... what) {
    MeasurementException e = assertThrows(MeasurementException.class, () -> run(behaviour, what));
    return String.valueOf(e.getMessage());
  }
}
