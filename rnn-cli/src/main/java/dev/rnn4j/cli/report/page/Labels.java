package dev.rnn4j.cli.report.page;

import dev.rnn4j.core.text.VisibleText;

/** Names that come from data: on one line, and not longer than anybody would read. */
final class Labels {
  private static final String BLANK = "\u2423";

  private Labels() {}

  /** A label; blanks alone, which would show nothing, as open boxes. */
  static String of(String label) {
    return label.isBlank() ? BLANK.repeat(Math.clamp(label.length(), 1, 8)) : VisibleText.of(label);
  }
}
