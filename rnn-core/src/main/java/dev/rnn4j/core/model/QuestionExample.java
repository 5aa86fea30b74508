package dev.rnn4j.core.model;

/**
 * A story with a question about it and the answer.
 *
 * @param story numbers of its words; shared, must not change
 * @param question numbers of its words; shared, must not change
 * @param answer number of the answer; negative where it does not count or is not known
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record QuestionExample(int[] story, int[] question, int answer) {}
