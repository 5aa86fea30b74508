package dev.rnn4j.bench.peers.mkl;

import static org.bytedeco.mkl.global.mkl_rt.CblasBMatrix;
import static org.bytedeco.mkl.global.mkl_rt.CblasNoTrans;
import static org.bytedeco.mkl.global.mkl_rt.CblasPacked;
import static org.bytedeco.mkl.global.mkl_rt.CblasRowMajor;
import static org.bytedeco.mkl.global.mkl_rt.CblasTrans;

import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import dev.rnn4j.bench.peers.Contest;
import dev.rnn4j.bench.peers.Contest.Way;
import dev.rnn4j.bench.peers.PeerCase;
import dev.rnn4j.bench.peers.PeerCase.Product;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.mkl.global.mkl_rt;

/**
 * {@code cblas_sgemm} of MKL, and {@code cblas_sgemm_compute} on a B that it packed itself where B
 * is a weight matrix; the faster one is measured. Which instructions it uses is left to it; it does
 * not say.
 */
public final class MklRival implements Rival {
  private static final int LONGEST_VERSION = 256;

  /** Made by name. */
  public MklRival() {}

  @Override
  public void start(int threads) {
    mkl_rt.MKL_Set_Num_Threads(threads);
  }

  @Override
  public String description() {
    byte[] version = new byte[LONGEST_VERSION];
    mkl_rt.MKL_Get_Version_String(version, version.length);
    return new String(version, StandardCharsets.US_ASCII).replace('\0', ' ').strip();
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
    private final int transposeA;
    private final int transposeB;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;
    private final Way way;

    Sgemm(Product shape) {
      this.shape = shape;
      transposeA = shape.transposedA() ? CblasTrans : CblasNoTrans;
      transposeB = shape.transposedB() ? CblasTrans : CblasNoTrans;
      a = new FloatPointer(PeerData.a(shape));
      b = new FloatPointer(PeerData.b(shape));
      c = new FloatPointer((long) shape.m() * shape.n());
      way = Contest.fastest(ways());
    }

    private List<Way> ways() {
      List<Way> ways = new ArrayList<>(List.of(new Way("sgemm", this::plain)));
      if (!shape.transposedA()) {
        FloatPointer packed = pack();
        ways.add(new Way("sgemm with B packed beforehand", () -> compute(packed)));
      }
      return ways;
    }

    private FloatPointer pack() {
      int m = shape.m();
      int n = shape.n();
      int k = shape.k();
      long bytes = mkl_rt.cblas_sgemm_pack_get_size(CblasBMatrix, m, n, k);
      FloatPointer packed = new FloatPointer(Math.ceilDiv(bytes, Float.BYTES));
      mkl_rt.cblas_sgemm_pack(
          CblasRowMajor, CblasBMatrix, transposeB, m, n, k, 1f, b, shape.ldb(), packed);
      return packed;
    }

    private void compute(FloatPointer packed) {
      mkl_rt.cblas_sgemm_compute(
          CblasRowMajor,
          transposeA,
          CblasPacked,
          shape.m(),
          shape.n(),
          shape.k(),
          a,
          shape.lda(),
          packed,
          shape.ldb(),
          0f,
          c,
          shape.n());
    }

    private void plain() {
      mkl_rt.cblas_sgemm(
          CblasRowMajor,
          transposeA,
          transposeB,
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
    public void run() {
      way.action().run();
    }

    @Override
    public float[] result() {
      float[] product = new float[shape.m() * shape.n()];
      c.get(product);
      return product;
    }

    @Override
    public String note() {
      return way.name();
    }
  }
}
