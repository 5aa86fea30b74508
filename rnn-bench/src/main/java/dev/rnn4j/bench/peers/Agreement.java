package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.MeasurementException;
import dev.rnn4j.bench.campaign.Numbers;
import dev.rnn4j.bench.campaign.TextTable;
import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import dev.rnn4j.bench.peers.StackResult.Difference;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whether this engine computes what another one does: outputs, states and gradients of stacks with
 * the same weights, on the scalar kernels and on the vector kernels. Each tensor is compared with
 * the largest of its elements: of what is computed forward 1e-5 of it, of gradients 1e-4.
 */
public final class Agreement {
  private static final double FORWARD = 1e-5;
  private static final double BACKWARD = 1e-4;
  private static final int LEFT_COLUMNS = 2;

  private final List<PeerCase.Stack> cases;
  private final int threads;
  private final Map<String, Kernels> kernels = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();
  private boolean agrees = true;

  /**
   * Nothing compared yet.
   *
   * @param seed of sizes, weights and inputs
   * @param threads of every engine
   */
  public Agreement(long seed, int threads) {
    cases = PeerCases.stacks(seed);
    this.threads = threads;
    kernels.put(ScalarKernels.NAME, new ScalarKernels());
    Kernels current = KernelSelection.current().kernels();
    if (!(current instanceof ScalarKernels)) {
      kernels.put("simd", current);
    }
  }

  /** {@return this engine's kernels, for people} */
  public String description() {
    return String.join("; ", kernels.values().stream().map(Kernels::description).toList());
  }

  /** {@return the report} */
  public List<String> lines() {
    return lines;
  }

  /** {@return whether everything that was to be compared was, and agreed} */
  public boolean agrees() {
    return agrees;
  }

  /** Keeps a reason why something could not be compared. */
  public void missing(String reason) {
    lines.add(reason);
    agrees = false;
  }

  /**
   * Compares with another engine.
   *
   * @param libraries of the engine
   * @param scratch for its results and its log
   */
  public void compare(PeerEngine engine, Path libraries, Path scratch) throws IOException {
    RivalLauncher launcher = new RivalLauncher(Map.of(engine, libraries), threads, scratch);
    Path folder = Files.createDirectory(scratch.resolve(engine.toString()));
    try {
      String name = launcher.run(engine, true, "describe").value("description");
      launcher.run(engine, true, "stacks", cases.getFirst().seed(), folder);
      List<float[]> reference = new ArrayList<>();
      for (PeerCase.Stack c : cases) {
        reference.add(Protocol.read(folder.resolve(c.name())));
      }
      compare(name, reference, kernels);
    } catch (UnsupportedCaseException | MeasurementException e) {
      missing(engine + " cannot be compared: " + e.getMessage());
    }
  }

  /** Compares this engine's vector kernels with its scalar ones. */
  public void compareOwn() {
    Map<String, Kernels> others = new LinkedHashMap<>(kernels);
    Kernels scalar = Objects.requireNonNull(others.remove(ScalarKernels.NAME));
    if (others.isEmpty()) {
      missing("there are no vector kernels here to compare with the scalar ones");
    } else {
      compare("its own scalar kernels", results(scalar), others);
    }
  }

  private List<float[]> results(Kernels own) {
    List<float[]> results = new ArrayList<>();
    for (PeerCase.Stack c : cases) {
      try (Rnn4jStack work = new Rnn4jStack(c, own, new Rnn4jRival.Crew(threads))) {
        results.add(RivalMain.output(work, 1));
      }
    }
    return results;
  }

  /** Adds a table of the largest differences, what differs too much, and the verdict. */
  void compare(String reference, List<float[]> expected, Map<String, Kernels> others) {
    List<List<float[]>> found = others.values().stream().map(this::results).toList();
    List<String> names = List.copyOf(others.keySet());
    List<String> head = new ArrayList<>(List.of("case", "I/H/out, BxT"));
    names.forEach(name -> head.addAll(List.of(name, "gradients")));
    TextTable table = new TextTable(LEFT_COLUMNS);
    table.row(head);
    List<String> complaints = new ArrayList<>();
    double[] most = new double[2];
    for (int i = 0; i < cases.size(); i++) {
      PeerCase.Stack c = cases.get(i);
      List<String> row = new ArrayList<>(List.of(c.name(), sizes(c)));
      for (int k = 0; k < names.size(); k++) {
        String who = names.get(k) + ", " + c.name();
        List<Difference> all = StackResult.differences(c, expected.get(i), found.get(k).get(i));
        row.add(cell(all, false, most));
        row.add(cell(all, true, most));
        all.forEach(d -> complain(who, d, complaints));
      }
      table.row(row);
    }
    lines.add("rnn4j against " + reference);
    lines.add(
        "largest differences of outputs and final states, and of gradients, each in parts of");
    lines.add("the largest element of its tensor");
    lines.addAll(table.lines());
    lines.addAll(complaints);
    agrees &= complaints.isEmpty();
    lines.add(verdict(complaints.size(), most));
  }

  private static String verdict(int complaints, double[] most) {
    return Numbers.format(
        "%s: at most %.1e forward (allowed: %.0e), %.1e of gradients (allowed: %.0e)%n",
        complaints == 0 ? "agrees" : "DOES NOT AGREE, in " + complaints + " tensors",
        most[0],
        FORWARD,
        most[1],
        BACKWARD);
  }

  private static String sizes(PeerCase.Stack c) {
    int[] lengths = c.lengths();
    return Numbers.format(
        "%d/%d/%d, %dx%d", c.inputs(), c.hidden(), c.outputs(), lengths.length, lengths[0]);
  }

  /** The largest difference of all tensors that are gradients, or are not. */
  private static String cell(List<Difference> all, boolean gradient, double[] most) {
    double largest = 0;
    for (Difference d : all) {
      if (d.part().gradient() == gradient) {
        largest = Math.max(largest, d.relative()); // NaN stays
      }
    }
    int column = gradient ? 1 : 0;
    most[column] = Math.max(most[column], largest);
    return Numbers.format("%.1e", largest);
  }

  private static void complain(String who, Difference d, List<String> complaints) {
    double allowed = d.part().gradient() ? BACKWARD : FORWARD;
    if (!(d.relative() <= allowed)) { // NaN, too
      String what = d.part().gradient() ? "the gradient of " + d.part().name() : d.part().name();
      complaints.add(
          Numbers.format(
              "%s: %s differs by %.1e, more than %.0e", who, what, d.relative(), allowed));
    }
  }
}
