package dev.rnn4j.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.bench.UsageException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerOptionsTest {
  private static PeerOptions parse(String... arguments) throws UsageException {
    return PeerOptions.parse(List.of(arguments));
  }

  @Test
  void everythingIsComparedByDefault() throws UsageException {
    PeerOptions options = parse("--peers");
    assertEquals(Arrays.asList(PeerEngine.values()), options.engines());
    assertEquals(1, options.threads());
    assertEquals(PeerEffort.FULL, options.effort());
    assertEquals(20 + 10 + 4 + 4 + 2, options.tasks().size());
    assertTrue(options.json().isEmpty());
  }

  @Test
  void oursIsAlwaysAmongTheRivals() throws UsageException {
    assertEquals(List.of(PeerEngine.RNN4J), parse("--rivals", "rnn4j").engines());
    assertEquals(
        List.of(PeerEngine.RNN4J, PeerEngine.ONEDNN, PeerEngine.MKL),
        parse("--rivals=mkl,onednn").engines());
  }

  @Test
  void casesAreFoundByName() throws UsageException {
    assertEquals(10, parse("--case", "^(lstm|gru|rnn_tanh)-").tasks().size());
    assertEquals(
        List.of("startup-step-2x128-V65", "warmup-training-zaremba-small"),
        parse("--case", "startup|warmup").tasks().stream().map(PeerTask::id).toList());
  }

  @Test
  void effortFollowsTheOptions() throws UsageException {
    assertEquals(1, parse("--quick").effort().forks());
    assertEquals(7, parse("--quick", "--forks", "7").effort().forks());
    assertEquals(PeerEffort.SMOKE, parse("--smoke").effort());
    assertTrue(parse("--smoke").tasks().size() < 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rivals=tensorflow",
        "--rivals=",
        "--rivals",
        "--threads=0",
        "--threads=100000",
        "--forks=x",
        "--case=(",
        "--peers=1",
        "--json=/no/such/folder/file",
        "--filter=NN",
        "more"
      })
  void nonsenseIsRefused(String argument) {
    assertThrows(UsageException.class, () -> parse("--peers", argument));
  }

  @Test
  void aFilterThatFindsNothingIsRefused() throws UsageException {
    PeerOptions options = parse("--case=nothing-like-that");
    UsageException e = assertThrows(UsageException.class, options::tasks);
    assertTrue(String.valueOf(e.getMessage()).contains("NN-1x800x200"));
  }

  @Test
  void everyCaseIsKnownByItsId() {
    for (PeerTask task : PeerTask.all()) {
      assertEquals(task.peerCase(), PeerCases.of(task.peerCase().id()));
    }
  }

  @Test
  void listsOfCoresAreRead() {
    assertEquals(List.of(0, 1, 2, 3, 8), Cores.parse("0-3,8"));
    assertEquals(List.of(5), Cores.parse("5"));
  }
}
