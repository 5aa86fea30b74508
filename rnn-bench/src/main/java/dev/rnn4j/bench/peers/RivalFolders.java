package dev.rnn4j.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the libraries of rivals are. The script that the launcher names in a system property
 * fetches and builds what is missing, and answers with a line per rival: its name and its folder,
 * or its name alone if that failed.
 */
final class RivalFolders {
  /** The system property with the script. */
  static final String PROPERTY = "dev.rnn4j.bench.peers.script";

  private RivalFolders() {}

  /** The folders of those that can be run. */
  static Map<PeerEngine, Path> prepare(List<PeerEngine> rivals) throws IOException {
    Map<PeerEngine, Path> folders = new EnumMap<>(PeerEngine.class);
    String script = System.getProperty(PROPERTY, "");
    if (rivals.isEmpty() || script.isEmpty()) {
      return folders;
    }
    List<String> command = new ArrayList<>(List.of("bash", script));
    rivals.forEach(rival -> command.add(rival.label()));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line, folders);
      }
    }
    return folders;
  }

  private static void take(String line, Map<PeerEngine, Path> folders) {
    String[] words = line.split(" ", 2);
    Optional<PeerEngine> engine = PeerEngine.of(words[0]);
    if (engine.isPresent() && words.length == 2 && Files.isDirectory(Path.of(words[1]))) {
      folders.put(engine.get(), Path.of(words[1]));
    }
  }
}
