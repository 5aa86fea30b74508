package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One mistake that a backward pass could have: an operation of the kernels that does something else
 * on some of its calls.
 */
public final class PlantedMistake {
  private final String name;
  private final String page;
  private final String term;
  private final String operation;
  private final Predicate<LanguageModelConfig> concerns;
  private final Predicate<KernelCall> where;
  private final Consumer<KernelCall> instead;

  /**
   * A mistake.
   *
   * @param name what is wrong
   * @param page the derivation, a file of docs/derivations
   * @param term the line of it that is not obeyed
   * @param operation the operation of {@link dev.rnn4j.core.kernel.Kernels} it is planted in
   * @param concerns the models in whose backward pass it makes a difference
   * @param where the calls on which it happens
   * @param instead what is done then
   */
  PlantedMistake(
      String name,
      String page,
      String term,
      String operation,
      Predicate<LanguageModelConfig> concerns,
      Predicate<KernelCall> where,
      Consumer<KernelCall> instead) {
    this.name = name;
    this.page = page;
    this.term = term;
    this.operation = operation;
    this.concerns = concerns;
    this.where = where;
    this.instead = instead;
  }

  /** A mistake in what no language model has. */
  PlantedMistake(
      String name,
      String page,
      String term,
      String operation,
      Predicate<KernelCall> where,
      Consumer<KernelCall> instead) {
    this(name, page, term, operation, config -> false, where, instead);
  }

  /** {@return what is wrong, unique} */
  public String name() {
    return name;
  }

  /** {@return the derivation it is about, a file of docs/derivations} */
  public String page() {
    return page;
  }

  /** {@return the line of the derivation that it violates} */
  public String term() {
    return term;
  }

  /** {@return the operation of the kernels that it is planted in} */
  public String operation() {
    return operation;
  }

  /**
   * Whether a model has what it is about.
   *
   * @param config the model
   * @return whether the mistake is to be found in its gradients
   */
  public boolean concerns(LanguageModelConfig config) {
    return concerns.test(config);
  }

  boolean isAt(KernelCall call) {
    return call.operation().equals(operation) && where.test(call);
  }

  void happen(KernelCall call) {
    instead.accept(call);
  }

  @Override
  public String toString() {
    return name + " (" + page + ": " + term + ")";
  }
}
