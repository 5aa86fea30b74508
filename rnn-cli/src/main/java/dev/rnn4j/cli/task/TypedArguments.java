package dev.rnn4j.cli.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.OptionValues;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What was typed after {@code rnn train} and decides what is trained: not where it writes or on how
 * many threads. Files that it names are absolute, so that a training can be resumed in any folder.
 *
 * @param arguments as {@code --name=value}
 * @param sources the values of the options that name a file to read, or standard input
 */
record TypedArguments(List<String> arguments, List<String> sources) {
  /** Under which a checkpoint and a model note them. */
  static final String NOTE = "arguments";

  private static final Set<String> OF_ONE_RUN =
      Set.of(
          TrainingCommand.TASK,
          "--out",
          "--threads",
          "--kernels",
          "--stacktrace",
          "--epochs",
          "--patience",
          "--report");

  /** How options call a value that is a file to read. */
  private static final String FILE = "FILE";

  private static final String BUILTIN = "builtin:";
  private static final String NONE = "none";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static TypedArguments of(ParseResult typed) {
    List<String> arguments = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    // an option that may be repeated is matched each time, and has all its values every time
    for (OptionSpec option : new LinkedHashSet<>(typed.matchedOptions())) {
      if (OF_ONE_RUN.contains(option.longestName())) {
        continue;
      }
      for (String value : option.originalStringValues()) {
        boolean source = option.paramLabel().contains(FILE) && isSource(value);
        if (source) {
          sources.add(value);
        }
        boolean flag = option.arity().max() == 0;
        String file = source && !StandardInput.is(value) ? absolute(value) : value;
        arguments.add(flag ? option.longestName() : option.longestName() + "=" + file);
      }
    }
    return new TypedArguments(arguments, sources);
  }

  private static boolean isSource(String value) {
    return !value.startsWith(BUILTIN) && !value.equals(NONE);
  }

  private static String absolute(String file) {
    return Path.of(file).toAbsolutePath().normalize().toString();
  }

  /** Those of the training that a checkpoint is of. */
  static TypedArguments of(Checkpoint checkpoint, String task) throws ModelFormatException {
    String noted = checkpoint.notes().get(NOTE);
    if (noted == null || !task.equals(checkpoint.notes().get(CommonOptions.TASK))) {
      throw new ModelFormatException(
          checkpoint.file(), "it is of another kind of training than --task " + task);
    }
    try {
      return new TypedArguments(MAPPER.readValue(noted, new TypeReference<>() {}), List.of());
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(checkpoint.file(), "its note of the arguments is damaged", e);
    }
  }

  String json() {
    try {
      return MAPPER.writeValueAsString(arguments);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the arguments cannot be written as JSON", e);
    }
  }

  /** Out of a file, so made visible. */
  String shown() {
    String all = String.join(" ", arguments.stream().map(Text::argument).toList());
    return arguments.isEmpty() ? "no options" : VisibleText.of(all, Integer.MAX_VALUE);
  }

  /** Puts them into a command, as if they had been typed again. */
  <T> T fill(T command) {
    CommandLine commandLine = OptionValues.commandLine(command);
    try {
      commandLine.parseArgs(arguments.toArray(String[]::new));
      OptionValues.requireRanges(commandLine);
    } catch (ParameterException e) {
      throw new CliException("the checkpoint was begun with other options: " + e.getMessage(), e);
    }
    return command;
  }

  /** The files that are read. */
  List<Path> files() {
    return sources.stream().filter(source -> !StandardInput.is(source)).map(Path::of).toList();
  }

  boolean isRepeatable() {
    return sources.stream()
        .allMatch(source -> !StandardInput.is(source) && !isPipe(Path.of(source)));
  }

  private static boolean isPipe(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  /** What a training that is resumed writes, unless told otherwise. */
  Outputs outputsBeside(Checkpoint checkpoint) throws IOException {
    return Outputs.ofResumed(checkpoint.file(), this::isOwn);
  }

  private boolean isOwn(Path model) throws IOException {
    try {
      return json().equals(ModelFile.read(model).training().get(NOTE));
    } catch (ModelFormatException e) {
      return false;
    }
  }
}
