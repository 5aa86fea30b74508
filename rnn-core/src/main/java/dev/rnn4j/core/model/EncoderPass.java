package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.EmbeddingInput;
import dev.rnn4j.core.layer.LayerInput;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The encoder's half of an encoder-decoder: forward and backward pass over sources. */
final class EncoderPass {
  private final EncoderDecoderNetwork network;
  private final StackPass stack;
  private final boolean training;

  /** Of tokens; null of frames. */
  private final @Nullable EmbeddingInput embedded;

  private final int[] tokens;
  private final Matrix frames;
  private LayerInput input;
  private SequenceOrder order = SequenceOrder.of(0);
  private RecurrentState last;

  EncoderPass(
      EncoderDecoderNetwork network, int maxRows, int maxBatch, @Nullable Parameters gradients) {
    this.network = network;
    training = gradients != null;
    stack = network.encoder().newPass(maxRows, maxBatch, gradients);
    last = network.encoder().newState(1);
    EncoderDecoderConfig config = network.config();
    Embedding embedding = network.sourceEmbedding();
    if (embedding == null) {
      embedded = null;
      tokens = new int[0];
      frames = Matrix.zeros(maxRows, config.encoder().input().width());
      input = new DenseInput(frames);
    } else {
      Matrix table = gradients == null ? null : gradients.matrix(config.sourceEmbedding());
      embedded = network.encoder().newInput(embedding, maxRows, table, config.sharesAll(), null);
      tokens = new int[maxRows];
      frames = Matrix.zeros(0, 0);
      input = embedded;
    }
  }

  /** Sets the sources; called by one thread. Returns their order in the batch. */
  SequenceOrder begin(List<SourceSequence> sources) {
    order = SequenceOrder.of(sources.stream().mapToInt(SourceSequence::length).toArray());
    SequenceBatch batch = order.batch();
    for (int b = 0; b < batch.batch(); b++) {
      copy(sources.get(order.given(b)), batch, b);
    }
    if (embedded == null) {
      input = new DenseInput(frames.rowRange(0, batch.rows()));
    } else {
      embedded.shape(batch);
    }
    if (last.hidden(0).rows() != batch.batch()) {
      last = network.encoder().newState(batch.batch());
    }
    stack.begin(batch);
    if (training) {
      var _ = stack.finalGradient(); // makes one for this batch
    }
    return order;
  }

  private void copy(SourceSequence source, SequenceBatch batch, int b) {
    boolean wantsTokens = embedded != null;
    switch (source) {
      case SourceSequence.Tokens(int[] ids) when wantsTokens -> {
        for (int t = 0; t < ids.length; t++) {
          tokens[batch.row(t, b)] = ids[t];
        }
      }
      case SourceSequence.Frames(Matrix x) when !wantsTokens && x.cols() == frames.cols() -> {
        for (int t = 0; t < x.rows(); t++) {
          int to = frames.index(batch.row(t, b), 0);
          System.arraycopy(x.data(), x.index(t, 0), frames.data(), to, x.cols());
        }
      }
      default ->
          throw new IllegalArgumentException(
              "the encoder reads %s, not %s".formatted(network.config().encoder().input(), source));
    }
  }

  /** The outputs and the final states; all workers have met when this returns. */
  void forward(Worker w) {
    EmbeddingInput reads = embedded;
    if (reads != null) {
      reads.read(w, tokens);
    }
    stack.forward(w, input);
    end(w);
  }

  /** The same with dropout. */
  void forwardTraining(Worker w, long key) {
    EmbeddingInput reads = embedded;
    if (reads != null) {
      float p = network.config().regularization().dropout().input();
      reads.readTraining(w, tokens, p, RandomSource.derive(key, 0));
    }
    stack.forwardTraining(w, input, key);
    end(w);
  }

  private void end(Worker w) {
    if (w.index() == 0) {
      stack.end(last);
    }
    w.barrier();
  }

  /** From the gradients of the outputs and of the final states. */
  void backward(Worker w, long key) {
    stack.backward(w, input, key);
  }

  SequenceOrder order() {
    return order;
  }

  /** (M, C), live. */
  Matrix output() {
    return stack.output();
  }

  /** Of each source in the order given, the mean of the outputs. */
  List<float[]> means(Worker w) {
    return SentenceVectors.means(w, stack, order);
  }

  Matrix outputGradient() {
    return stack.outputGradient();
  }

  /** In the order of the batch, live. */
  RecurrentState finalState() {
    return last;
  }

  RecurrentState finalGradient() {
    return stack.finalGradient();
  }

  /** Where each source stands in the batch. */
  int[] places() {
    return order.places();
  }
}
