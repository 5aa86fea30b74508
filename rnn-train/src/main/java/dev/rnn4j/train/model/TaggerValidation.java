package dev.rnn4j.train.model;

import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.TaggedToken;
import dev.rnn4j.core.model.Tagger;
import dev.rnn4j.train.data.TaggedWords;
import dev.rnn4j.train.eval.EntityScores;
import dev.rnn4j.train.task.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Measures a tagger on sentences with known tags, on all processors.
 *
 * @param tagger what is measured; while it is trained, between two steps
 * @param sentences with their tags
 * @param entities whether F1 of entities counts; otherwise the accuracy of tags
 */
public record TaggerValidation(Tagger tagger, List<TaggedWords> sentences, boolean entities)
    implements Validation {
  private static final int PART = 256;

  @Override
  public double measure(Workers workers, BooleanSupplier stop) {
    EntityScores scores = scores(workers, stop);
    return 1 - (entities ? scores.overall().f1() : scores.accuracy());
  }

  /**
   * Measures.
   *
   * @param workers who compute
   * @return the scores
   */
  public EntityScores scores(Workers workers) {
    return scores(workers, () -> false);
  }

  private EntityScores scores(Workers workers, BooleanSupplier stop) {
    EntityScores scores = new EntityScores();
    for (int from = 0; from < sentences.size() && !stop.getAsBoolean(); from += PART) {
      List<TaggedWords> part = sentences.subList(from, Math.min(from + PART, sentences.size()));
      List<List<String>> tags = tags(workers, part);
      for (int i = 0; i < part.size(); i++) {
        scores.add(part.get(i).tags(), tags.get(i));
      }
    }
    return scores;
  }

  private List<List<String>> tags(Workers workers, List<TaggedWords> part) {
    List<List<List<String>>> shares = new ArrayList<>();
    for (int i = 0; i < workers.count(); i++) {
      shares.add(List.of());
    }
    workers.run(w -> {
      List<List<String>> own =
          part.subList(w.from(part.size(), 1), w.to(part.size(), 1)).stream()
              .map(TaggedWords::words)
              .toList();
      shares.set(
          w.index(),
          tagger.tagAll(own).stream()
              .map(sentence -> sentence.stream().map(TaggedToken::tag).toList())
              .toList());
    });
    return shares.stream().flatMap(List::stream).toList();
  }
}
