package dev.rnn4j.cli.option;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.Regularization;

/** What has to be typed for a network, so that a command can say how it is repeated. */
public final class TypedOptions {
  private TypedOptions() {}

  /** Such as " --cell lstm --projection 4". */
  public static String of(CellConfig cell) {
    return " --cell "
        + cell.name()
        + switch (cell) {
          case ElmanCell elman -> " --activation " + Choice.id(elman.activation());
          case LstmCell lstm ->
              (lstm.projection() > 0 ? " --projection " + lstm.projection() : "")
                  + (lstm.peepholes() ? " --peepholes" : "");
          case GruCell gru ->
              gru.reset() == GruCell.Reset.AFTER ? "" : " --reset " + Choice.id(gru.reset());
        }
        + (cell.layerNorm() ? " --layer-norm" : "");
  }

  /** Such as " --dropout 0.3 --zoneout 0.1,0"; without penalties. */
  public static String of(Regularization regularization) {
    Dropout dropout = regularization.dropout();
    RecurrentNoise noise = regularization.noise();
    String text = " --dropout " + Text.setting(dropout.layers());
    text += unless(dropout.layers(), " --input-dropout ", dropout.input());
    text += unless(dropout.layers(), " --output-dropout ", dropout.output());
    text += unless(0, " --embedding-dropout ", dropout.tokens());
    text += dropout.locked() ? " --locked-dropout" : "";
    text += unless(0, " --recurrent-dropout ", noise.hidden());
    text += unless(0, " --weight-dropout ", noise.weights());
    if (noise.zoneoutHidden() > 0 || noise.zoneoutState() > 0) {
      text += " --zoneout " + Text.setting(noise.zoneoutHidden());
      text += unless(0, ",", noise.zoneoutState());
    }
    return text + unless(0, " --candidate-dropout ", noise.candidate());
  }

  private static String unless(float usual, String option, float value) {
    return value == usual ? "" : option + Text.setting(value);
  }
}
