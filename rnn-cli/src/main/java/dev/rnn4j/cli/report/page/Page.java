package dev.rnn4j.cli.report.page;

import dev.rnn4j.core.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One HTML page in one file: no script, no link, nothing that is loaded; light or dark as the
 * reader prefers; readable on a phone. Equal blocks give equal bytes. It is well-formed XML too.
 */
public final class Page {
  private static final String BEGIN =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"/>
      <meta name="generator" content="rnn4j"/>
      """;
  private static final String STYLE = resource("page.css");

  private final String title;
  private final List<Block> blocks = new ArrayList<>();

  public Page(String title) {
    this.title = title;
  }

  /** Adds a block below the others. */
  public Page add(Block block) {
    blocks.add(block);
    return this;
  }

  public Page addAll(List<? extends Block> more) {
    blocks.addAll(more);
    return this;
  }

  /** The whole page. */
  public String html() {
    Html html = new Html();
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.element("title", title).newline();
    html.open("style").raw(STYLE).close();
    html.raw("</head>").newline();
    html.open("body").open("main").newline().element("h1", title).newline();
    for (Block block : blocks) {
      block.writeTo(html);
      html.newline();
    }
    html.close().close().newline();
    return BEGIN + html + "</html>\n";
  }

  /** Replaces or creates a file as a whole. */
  public void write(Path file) throws IOException {
    write(file, html());
  }

  /** Replaces or creates a file of text as a whole. */
  static void write(Path file, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(
        file,
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  /** Whether a file is a page that was written here, and may be replaced by another one. */
  public static boolean isPage(Path file) throws IOException {
    return begins(file, BEGIN);
  }

  static boolean begins(Path file, String text) throws IOException {
    byte[] begin = text.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(begin, in.readNBytes(begin.length));
    }
  }

  /** The text of a file beside this class. */
  static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
