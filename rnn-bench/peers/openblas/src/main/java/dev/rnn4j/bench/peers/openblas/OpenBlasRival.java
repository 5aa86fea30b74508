package dev.rnn4j.bench.peers.openblas;

import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import dev.rnn4j.bench.peers.PeerCase;
import dev.rnn4j.bench.peers.PeerCase.Product;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** {@code cblas_sgemm} of OpenBLAS, which has nothing to pack beforehand. */
public final class OpenBlasRival implements Rival {
  private static final int NO_TRANSPOSE = 111; // CBLAS_TRANSPOSE
  private static final int LONGEST_NAME = 512;

  private String library = "";

  /** Made by name. */
  public OpenBlasRival() {}

  /** The number of threads it reads from the environment when it is loaded. */
  @Override
  public void start(int threads) {
    library = Loader.load(openblas_nolapack.class);
  }

  @Override
  public String description() {
    return ask("openblas_get_config");
  }

  /** The bindings leave these functions out. */
  @SuppressWarnings({"restricted", "CatchingUnchecked"}) // no name is no reason to fail
  private String ask(String function) {
    Path file =
        Path.of(new File(library).getParent(), System.mapLibraryName("openblas_nolapack") + ".0");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = SymbolLookup.libraryLookup(file, arena).find(function).orElseThrow();
      MemorySegment text =
          (MemorySegment)
              Linker.nativeLinker()
                  .downcallHandle(address, FunctionDescriptor.of(ValueLayout.ADDRESS))
                  .invokeExact();
      return text.reinterpret(LONGEST_NAME).getString(0).strip();
    } catch (Throwable thrown) {
      return "OpenBLAS";
    }
  }

  @Override
  public Work prepare(PeerCase peerCase) throws UnsupportedCaseException {
    if (peerCase instanceof Product product) {
      return new Sgemm(product);
    }
    throw new UnsupportedCaseException("a library of matrix products only");
  }

  private static final class Sgemm implements Work {
    private final Product shape;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;

    Sgemm(Product shape) {
      this.shape = shape;
      a = new FloatPointer(PeerData.a(shape));
      b = new FloatPointer(PeerData.b(shape));
      c = new FloatPointer((long) shape.m() * shape.n());
    }

    private static int transpose(boolean transposed) {
      return transposed ? openblas_nolapack.CblasTrans : NO_TRANSPOSE;
    }

    @Override
    public void run() {
      openblas_nolapack.cblas_sgemm(
          openblas_nolapack.CblasRowMajor,
          transpose(shape.transposedA()),
          transpose(shape.transposedB()),
          shape.m(),
          shape.n(),
          shape.k(),
          1f,
          a,
          shape.lda(),
          b,
          shape.ldb(),
          0f,
          c,
          shape.n());
    }

    @Override
    public float[] result() {
      float[] product = new float[shape.m() * shape.n()];
      c.get(product);
      return product;
    }
  }
}
