package dev.rnn4j.cli.task.translate;

import dev.rnn4j.core.model.SequencePair;
import dev.rnn4j.core.model.SequenceText;
import dev.rnn4j.core.model.SourceSequence;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.data.SpokenDigits.Utterance;
import dev.rnn4j.train.data.TextPair;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is read and what is to be written.
 *
 * @param source text to read; of frames, what is shown in their place
 * @param frames to read; null if it is text
 * @param target text to write
 */
record Pair(String source, @Nullable Matrix frames, String target) {
  static Pair of(TextPair pair) {
    return new Pair(pair.source(), null, pair.target());
  }

  static Pair of(Utterance utterance) {
    Matrix frames = utterance.frames();
    return new Pair("(" + frames.rows() + " frames)", frames, utterance.digits());
  }

  /** As numbers; texts are null where frames are read. */
  SequencePair numbers(@Nullable SequenceText reads, SequenceText writes) {
    return new SequencePair(read(reads), writes.ids(target));
  }

  SourceSequence read(@Nullable SequenceText reads) {
    return reads == null
        ? new SourceSequence.Frames(frames == null ? Matrix.zeros(0, 1) : frames)
        : new SourceSequence.Tokens(reads.ids(source));
  }

  /** Tells data apart. */
  long fingerprint() {
    int read = frames == null ? source.hashCode() : Arrays.hashCode(frames.data());
    return 31L * read + target.hashCode();
  }
}
