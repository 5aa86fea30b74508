package dev.rnn4j.cli.task.tag;

import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.train.data.TaggedFormat;
import dev.rnn4j.train.data.TaggedFormat.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How files of sentences are written. */
final class FormatOptions {
  /** Files of tagged words have ten, or a few more. */
  private static final int MOST_COLUMNS = 1000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--format",
      paramLabel = "conllu|conll|tsv|plain",
      converter = KindConverter.class,
      description =
          "How sentences are written, a word a line and an empty line between them: conllu, conll"
              + " for columns separated by spaces or tabs, tsv for columns separated by one tab;"
              + " plain for a sentence a line, without tags (default: by the name of the file).")
  private @Nullable Kind format;

  @Option(
      names = "--word-column",
      paramLabel = "N",
      description = "Column of the word, from 1, or -1 for the last (default: 1; of conllu 2).")
  @Range(least = -1, most = MOST_COLUMNS)
  private @Nullable Integer wordColumn;

  @Option(
      names = "--tag-column",
      paramLabel = "N",
      description =
          "Column of the tag (default: of conllu 4, the universal part of speech; of conll the"
              + " last; of tsv 2).")
  @Range(least = -1, most = MOST_COLUMNS)
  private @Nullable Integer tagColumn;

  /** Reads a kind of file. */
  static final class KindConverter implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String value) {
      return new Choice<>(Kind.class).convert(value);
    }
  }

  /** The format of a file with tags. */
  TaggedFormat ofTags(String file) {
    TaggedFormat found = of(file, Kind.CONLL);
    if (found.kind() == Kind.PLAIN) {
      throw new ParameterException(
          command.commandLine(), "--format plain has no tags; give conllu, conll or tsv");
    }
    return found;
  }

  /** The format of a file whose tags, if it has any, are of no interest. */
  TaggedFormat ofWords(String file) {
    return of(file, Kind.PLAIN).withoutTags();
  }

  private TaggedFormat of(String file, Kind otherwise) {
    Kind kind = format == null ? byName(file, otherwise) : format;
    TaggedFormat usual =
        switch (kind) {
          case CONLLU -> TaggedFormat.CONLLU;
          case CONLL -> TaggedFormat.CONLL;
          case TSV -> TaggedFormat.TSV;
          case PLAIN -> TaggedFormat.PLAIN;
        };
    try {
      return new TaggedFormat(
          kind,
          wordColumn == null ? usual.wordColumn() : wordColumn,
          tagColumn == null ? usual.tagColumn() : tagColumn);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Kind byName(String file, Kind otherwise) {
    String name = file.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    if (name.endsWith(".conllu")) {
      return Kind.CONLLU;
    }
    if (name.endsWith(".tsv")) {
      return Kind.TSV;
    }
    return name.endsWith(".conll") ? Kind.CONLL : otherwise;
  }
}
