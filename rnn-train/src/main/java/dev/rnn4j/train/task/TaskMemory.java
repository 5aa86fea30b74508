package dev.rnn4j.train.task;

/**
 * How much memory a {@link TrainingTask} takes, known before it is made: the large arrays, without
 * padding and small objects.
 *
 * @param parameters how many floats are trained; their gradients are as many
 * @param packed bytes of the weights packed for the forward and the backward pass
 * @param activations bytes of what a batch leaves behind
 * @param data bytes of what it is trained on and validated with
 */
public record TaskMemory(long parameters, long packed, long activations, long data) {}
