package dev.rnn4j.cli.report.page;

import java.util.List;
import java.util.Map;

/** A part of a page. */
@FunctionalInterface
public interface Block {
  void writeTo(Html html);

  /** The heading of a section. */
  static Block heading(String text) {
    return html -> html.element("h2", text);
  }

  static Block paragraph(String text) {
    return html -> html.element("p", text);
  }

  /** A remark that the reader should not miss. */
  static Block note(String text) {
    return html -> html.element("p", text, "class", "note");
  }

  /** Names and values, in the map's order. */
  static Block values(Map<String, String> values) {
    Map<String, String> kept = Map.copyOf(values);
    List<String> order = List.copyOf(values.keySet());
    return html -> {
      html.open("table", "class", "values");
      for (String name : order) {
        html.open("tr").element("th", name, "scope", "row");
        html.element("td", kept.getOrDefault(name, "")).close().newline();
      }
      html.close();
    };
  }

  /** Text with its spaces and line ends, such as a command. */
  static Block preformatted(String text) {
    return html -> html.element("pre", text);
  }

  /** Lines of text, such as samples. */
  static Block lines(List<String> lines) {
    List<String> kept = List.copyOf(lines);
    return html -> {
      html.open("ul", "class", "lines");
      kept.forEach(line -> html.element("li", line));
      html.close();
    };
  }

  /** Blocks side by side where there is room. */
  static Block grid(List<? extends Block> blocks) {
    List<Block> kept = List.copyOf(blocks);
    return html -> {
      html.open("div", "class", "grid");
      kept.forEach(block -> block.writeTo(html));
      html.close();
    };
  }
}
