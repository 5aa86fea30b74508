package dev.rnn4j.train.data;

/**
 * A text and the name of the class it belongs to.
 *
 * @param text any text
 * @param label as the data have it
 */
public record LabelledText(String text, String label) {}
