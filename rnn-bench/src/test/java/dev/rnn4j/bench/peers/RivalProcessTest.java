package dev.rnn4j.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RivalProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PRODUCT = "NN-8x64x32";

  @TempDir Path folder;

  private RivalProcess start(int behaviour, String... more) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RivalMain.class.getName(),
            FakeRival.class.getName(),
            String.valueOf(behaviour));
    for (String argument : more) {
      builder.command().add(argument);
    }
    return RivalProcess.start(builder, folder.resolve("log"));
  }

  @Test
  void aHealthyRivalAnswersEveryCommand() throws Exception {
    try (RivalProcess rival = start(FakeRival.HEALTHY)) {
      assertEquals("fake; 1.0", rival.ask("describe", LIMIT));
      assertEquals("", rival.ask("prepare " + PRODUCT, LIMIT));
      Path file = folder.resolve("with space");
      assertEquals("", rival.ask("check 7 " + file, LIMIT));
      assertArrayEquals(new float[] {7f, 0.5f}, Protocol.read(file));
      String[] timing = rival.ask("measure 10 10", LIMIT).split(" ", -1);
      assertTrue(Double.parseDouble(timing[0]) > 0);
      assertTrue(Long.parseLong(timing[1]) >= 3);
      assertTrue(rival.ask("trace 5", LIMIT).split(" ", -1).length > 1);
      assertEquals("", rival.ask("note", LIMIT));
      assertEquals("false", rival.ask("save step-1x16-V65 " + file, LIMIT));
      assertTrue(Long.parseLong(rival.ask("memory", LIMIT)) >= 0);
    }
  }

  @Test
  void whatItCannotDoIsNoFailure() throws Exception {
    try (RivalProcess rival = start(FakeRival.HEALTHY)) {
      UnsupportedCaseException e =
          assertThrows(
              UnsupportedCaseException.class, () -> rival.ask("prepare LSTM-3,2,16,16", LIMIT));
      assertEquals("no layers", e.getMessage());
    }
  }

  @Test
  void wrongCommandsAreAnsweredAsFailures() throws Exception {
    try (RivalProcess rival = start(FakeRival.HEALTHY)) {
      assertTrue(failure(rival, "dance").contains("dance"));
      assertTrue(failure(rival, "prepare no-such-case").contains("no-such-case"));
      assertTrue(failure(rival, "measure 1 1").contains("nothing is prepared"));
      assertEquals("fake; 1.0", rival.ask("describe", LIMIT));
    }
  }

  @Test
  void chatterOnStandardOutputIsNotTakenForAnswers() throws Exception {
    try (RivalProcess rival = start(FakeRival.CHATTY)) {
      rival.ask("prepare " + PRODUCT, LIMIT);
      assertTrue(rival.ask("measure 0 1", LIMIT).matches("[0-9.E-]+ [0-9]+"));
    }
  }

  @Test
  void aDeathIsReportedWithTheLastWords() throws Exception {
    try (RivalProcess rival = start(FakeRival.DIES)) {
      rival.ask("prepare " + PRODUCT, LIMIT);
      assertEquals(
          "died with exit code 134: illegal instruction, sorry", failure(rival, "measure 0 1"));
      assertTrue(failure(rival, "describe").startsWith("died"), "and again, without a hang");
    }
  }

  @Test
  void whoHangsIsEnded() throws Exception {
    try (RivalProcess rival = start(FakeRival.HANGS)) {
      rival.ask("prepare " + PRODUCT, LIMIT);
      RivalFailedException e =
          assertThrows(
              RivalFailedException.class, () -> rival.ask("measure 0 1", Duration.ofSeconds(1)));
      assertEquals("no answer within 1 s", e.getMessage());
    }
  }

  @Test
  void aRivalThatDoesNotStartSaysWhy() throws Exception {
    try (RivalProcess rival = start(FakeRival.REFUSES_TO_START)) {
      assertEquals("java.lang.UnsatisfiedLinkError: no library", failure(rival, "describe"));
    }
  }

  @Test
  void startupIsTimedUpToTheFirstOutput() throws Exception {
    try (RivalProcess rival = start(FakeRival.HEALTHY, "65", "1", "16", "no-file")) {
      long nanos = rival.nanosToAnswer(LIMIT);
      assertTrue(nanos > 1_000_000 && nanos < LIMIT.toNanos(), nanos + " ns");
    }
  }

  private static String failure(RivalProcess rival, String command) {
    RivalFailedException e =
        assertThrows(RivalFailedException.class, () -> rival.ask(command, LIMIT));
    return String.valueOf(e.getMessage());
  }
}
