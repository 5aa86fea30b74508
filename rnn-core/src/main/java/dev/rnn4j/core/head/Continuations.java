package dev.rnn4j.core.head;

import dev.rnn4j.core.tensor.Matrix;

/**
 * What a search over continuations asks of a model: it keeps a few hypotheses, sequences of tokens,
 * and says how probable each next token is. A search decides which hypotheses are followed further.
 *
 * <p>For one thread. One object follows one search, or several that take their steps together, such
 * as those of the sentences of a batch.
 */
public interface Continuations {
  /** {@return the number of tokens, V} */
  int vocabularySize();

  /**
   * Continues hypotheses: hypothesis i of this call is {@code parents[i]} of the last call followed
   * by {@code tokens[i]}. Of the first call the parents are the starts, such as the sources to
   * translate, and the tokens what every sequence begins with. A hypothesis may be continued in
   * several ways, or, if it is nobody's parent, dropped. Their number can be any up to the capacity
   * of the object, and differ from call to call.
   *
   * @param parents of each hypothesis; the first n count
   * @param tokens the last token of each; the first n count
   * @param n how many hypotheses, 1 or more
   * @return (n, V), the log-probability of each next token, in nats; live, overwritten by the next
   *     call
   * @throws IllegalArgumentException if there are more than this object has room for
   * @throws IndexOutOfBoundsException if there is no such parent or token
   */
  Matrix advance(int[] parents, int[] tokens, int n);
}
