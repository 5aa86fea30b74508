package dev.rnn4j.bench.peers;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where the libraries of rivals are. The script that the launcher names in a system property
 * fetches and builds what is missing, and answers with a line per rival: its name and its folder,
 * or its name alone if that failed.
 */
public final class RivalFolders {
  /** The system property with the script. */
  static final String PROPERTY = "dev.rnn4j.bench.peers.script";

  private RivalFolders() {}

  /** The folders of those that can be run. */
  public static Map<PeerEngine, Path> prepare(List<PeerEngine> rivals) throws IOException {
    Map<PeerEngine, Path> folders = new EnumMap<>(PeerEngine.class);
    String script = System.getProperty(PROPERTY, "");
    if (rivals.isEmpty() || script.isEmpty()) {
      return folders;
    }
    List<String> command = new ArrayList<>(List.of("bash", script));
    rivals.forEach(rival -> command.add(rival.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line, folders);
      }
    }
    return folders;
  }

  private static void take(String line, Map<PeerEngine, Path> folders) {
    String[] words = line.split(" ", 2);
    for (PeerEngine engine : PeerEngine.values()) {
      if (engine.toString().equals(words[0])
          && words.length == 2
          && Files.isDirectory(Path.of(words[1]))) {
        folders.put(engine, Path.of(words[1]));
      }
    }
  }
}
