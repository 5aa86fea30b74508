package dev.rnn4j.cli.task;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.model.EarlierParameters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model that a training goes on from: {@code rnn train --task NAME --from MODEL}.
 *
 * @param file where it is
 * @param model its configuration and vocabularies
 * @param parameters its parameters
 * @param <M> what holds such a model
 */
public record EarlierModel<M>(Path file, M model, Parameters parameters) {
  /**
   * Names of a new model, and what they were in the earlier one.
   *
   * @param what they are, such as "token"
   * @param ids of each, the number in the earlier model; -1 of one that is new
   */
  @SuppressWarnings("ArrayRecordComponent") // carried from where it is made to where it is read
  public record Known(String what, int[] ids) {
    /** Looks names up. */
    public static Known of(String what, List<String> names, List<String> earlier) {
      return new Known(what, EarlierParameters.ids(names, earlier));
    }

    private String shown() {
      long known = Arrays.stream(ids).filter(id -> id >= 0).count();
      return Text.format("%,d of %s", known, Text.count(ids.length, what));
    }
  }

  /** Copies its parameters into those of a new model, row by row where {@code rows} says so. */
  public void copyTo(Parameters into, Map<String, int[]> rows) {
    EarlierParameters.copy(parameters, into, rows);
  }

  /** {@return what is to be said about it} */
  public String remark(Known... known) {
    String kept = Stream.of(known).map(Known::shown).collect(Collectors.joining(", "));
    return "goes on from "
        + Text.shown(Path.of(String.valueOf(file.getFileName())))
        + (known.length == 0 ? "" : ": " + kept + " keep their vectors");
  }
}
