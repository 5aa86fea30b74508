package dev.rnn4j.train.data;

import java.util.Locale;

/**
 * How a table is written as text.
 *
 * @param separator between the cells of a row; no quote and no line end
 * @param quoted whether a cell may stand in double quotes, and then hold separators, line ends, and
 *     quotes written twice (RFC 4180); where not, a quote is a character like others
 */
public record CsvFormat(char separator, boolean quoted) {
  /** Commas and quotes. */
  public static final CsvFormat CSV = new CsvFormat(',', true);

  /** Tabs, and nothing quoted: what data sets of sentences have. */
  public static final CsvFormat TSV = new CsvFormat('\t', false);

  /** Checks the separator. */
  public CsvFormat {
    if (separator == '"' || separator == '\n' || separator == '\r') {
      throw new IllegalArgumentException("a quote or a line end cannot separate cells");
    }
  }

  /**
   * The format that a file's name tells.
   *
   * @param file such as "reviews.tsv" or "reviews.tsv.gz"
   * @return {@link #TSV} for .tsv and .tab, else {@link #CSV}
   */
  public static CsvFormat of(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return plain.endsWith(".tsv") || plain.endsWith(".tab") ? TSV : CSV;
  }
}
