package dev.rnn4j.bench.peers.pytorchdjl;

import dev.rnn4j.bench.peers.pytorch.PyTorchRival;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * PyTorch as its makers build it, with Intel's MKL: the libraries from DJL's jar, called through
 * the JavaCPP presets of the same version, whose own build of PyTorch stays unused.
 */
public final class PyTorchDjlRival extends PyTorchRival {
  private static final String FOLDER = "/pytorch/cpu/linux-x86_64/";
  private static final List<String> LIBRARIES =
      List.of("libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so");

  static {
    // JavaCPP then looks at java.library.path first, and only for the rest into its own jar. Read
    // when its classes are initialised.
    System.setProperty("org.bytedeco.javacpp.pathsFirst", "true");
  }

  /** Made by name. */
  public PyTorchDjlRival() {}

  @Override
  public void start(int threads) {
    try {
      Path folder = Files.createDirectories(cache());
      for (String library : LIBRARIES) {
        unpack(library, folder);
      }
      System.setProperty("java.library.path", folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    super.start(threads);
  }

  private static Path cache() throws IOException {
    return Loader.getCacheDir().toPath().resolve("pytorch-official");
  }

  private static void unpack(String library, Path folder) throws IOException {
    Path file = folder.resolve(library);
    if (Files.exists(file)) {
      return;
    }
    try (InputStream in = PyTorchDjlRival.class.getResourceAsStream(FOLDER + library)) {
      if (in == null) {
        throw new IOException("DJL's jar has no " + FOLDER + library);
      }
      // Under its name only when complete: another process may be starting.
      Path part = Files.createTempFile(folder, library, ".part");
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
