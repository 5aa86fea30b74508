package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The scalar kernels keep {@link LanguageModelGoldenContract}, and do so with the very numbers they
 * computed when this was written: reference and engine cannot drift together unnoticed.
 */
class ScalarLanguageModelGoldenTest extends LanguageModelGoldenContract {
  /** Java's exp and tanh may differ by one place between platforms; a float then by one as well. */
  private static final double SHARE = 8 * 0x1p-24;

  @Override
  protected Kernels kernels() {
    return new ScalarKernels();
  }

  @Test
  void theLstmsNumbersAreThoseWrittenDown() {
    GoldenTraining.Outcome actual = GoldenTraining.byEngine(lstm(), STEPS, kernels());
    assertClose(
        "losses",
        List.of(
            2.3736899476324633,
            1.8899039850926262,
            1.7022096998368195,
            2.245286135228425,
            1.8848294442084168,
            1.8915471867592446,
            2.2237442140059946,
            2.0004342773191786,
            1.9772266620061534,
            1.9444470649567889),
        actual.losses(),
        SHARE);
    assertClose(
        "logits",
        List.of(
            -0.5476990938186646,
            0.5605781078338623,
            0.025289252400398254,
            0.7218850255012512,
            -0.7421642541885376,
            -0.6508259177207947,
            -0.5114449262619019),
        actual.logits().subList(0, 7),
        SHARE);
    assertClose(
        "norms",
        List.of(
            0.003862358593111425,
            0.01015500305190694,
            0.00708539581132586,
            0.0062233040959607305,
            0.0062233040959607305,
            0.045692245428196644,
            0.03522813557113648,
            0.06863059529941304,
            0.06863059529941304,
            0.24148535514985056,
            0.5739144208270684),
        List.copyOf(actual.norms().values()),
        SHARE);
  }

  @Test
  void theGrusNumbersAreThoseWrittenDown() {
    GoldenTraining.Outcome actual = GoldenTraining.byEngine(gru(), STEPS, kernels());
    assertClose(
        "losses",
        List.of(
            2.0549802393526932,
            2.224847761591316,
            2.2972110421749505,
            2.116113896448252,
            2.0479491205384592,
            2.379916083535467,
            1.9606373341481085,
            1.9330885179904114,
            2.1128781156788086,
            2.11220526848867),
        actual.losses(),
        SHARE);
    assertClose(
        "logits",
        List.of(
            0.5474516153335571,
            0.3802676498889923,
            -0.3233647346496582,
            -0.7545816898345947,
            0.9280204772949219,
            -0.014980703592300415,
            0.7840911746025085,
            -0.08674715459346771),
        actual.logits().subList(0, 8),
        SHARE);
    assertClose(
        "norms",
        List.of(
            0.20166130626428733,
            0.16473692271301404,
            0.06070599225818723,
            0.15357874976992228,
            0.06743280848068141,
            0.21010155575385925,
            0.18864145601104948,
            0.40581429345475695,
            0.21835539006962001,
            0.3252540980337698),
        List.copyOf(actual.norms().values()),
        SHARE);
  }

  @Test
  void theTiedRnnsNumbersAreThoseWrittenDown() {
    GoldenTraining.Outcome actual = GoldenTraining.byEngine(tiedRnn(), STEPS, kernels());
    assertClose(
        "losses",
        List.of(
            2.393951586001116,
            2.4336756269739763,
            2.2967289010934615,
            2.180399913596375,
            2.4794339621718673,
            2.1354701507050637,
            2.276324514106437,
            2.2332120266207585,
            2.3022361367394457,
            2.1801238839878176),
        actual.losses(),
        SHARE);
    assertClose(
        "norms",
        List.of(
            0.5190267513338358,
            0.1555096293100888,
            0.12369249957108186,
            0.1511640844758969,
            0.1511640844758969,
            0.38684990301792793),
        List.copyOf(actual.norms().values()),
        SHARE);
  }
}
