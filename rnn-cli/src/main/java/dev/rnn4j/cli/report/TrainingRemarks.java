package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.ScheduleOptions;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOutcome;
import dev.rnn4j.train.loop.TrainingPosition;
import dev.rnn4j.train.optim.OptimizerChoice.NtAsgdChoice;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.Exponential;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import dev.rnn4j.train.optim.Schedule.OnPlateau;
import dev.rnn4j.train.optim.Schedule.StepDecay;
import java.util.ArrayList;
import java.util.List;

/** What of the options changes nothing in a training, and why one has ended. */
public final class TrainingRemarks {
  /** Of the initial learning rate; what is learned with less is hard to see. */
  private static final double LITTLE = 1e-3;

  private final Trainer trainer;
  private final TrainingOptions options;

  public TrainingRemarks(Trainer trainer) {
    this.trainer = trainer;
    options = trainer.options();
  }

  /** One sentence each. */
  public List<String> all() {
    List<String> all = new ArrayList<>();
    addValidation(all);
    if (trainer.outcome() == TrainingOutcome.UNFINISHED) {
      addRate(all);
    }
    addEnd(all);
    return all;
  }

  private void addValidation(List<String> all) {
    if (trainer.task().validates()) {
      return;
    }
    if (options.patience() > 0) {
      all.add("without validation data --patience changes nothing");
    }
    if (options.optimization().optimizer() instanceof NtAsgdChoice) {
      all.add("without validation data nt-asgd never averages: it is sgd");
    }
    if (schedule() instanceof OnPlateau) {
      all.add("without validation data --schedule plateau never lowers the learning rate");
    }
  }

  private Schedule schedule() {
    return ScheduleOptions.afterWarmUp(options.optimization().schedule());
  }

  private void addRate(List<String> all) {
    Schedule schedule = schedule();
    int last = options.epochs() - 1;
    boolean decays =
        schedule instanceof HoldThenDecay
            || schedule instanceof StepDecay
            || schedule instanceof Exponential;
    if (!decays || schedule.factor(last, 0) >= LITTLE) {
      return;
    }
    int epoch = 0;
    while (schedule.factor(epoch, 0) >= LITTLE) {
      epoch++;
    }
    all.add(
        Text.format(
            "the learning rate falls to %.1e by the last epoch; from epoch %d on little will"
                + " change",
            options.optimization().learningRate() * schedule.factor(last, 0), epoch + 1));
  }

  private void addEnd(List<String> all) {
    switch (trainer.outcome()) {
      case UNFINISHED -> {}
      case EPOCHS_DONE ->
          all.add("nothing is left to train: " + epochsDone() + "; a larger --epochs continues");
      case PATIENCE_RAN_OUT ->
          all.add(
              "nothing is left to train: "
                  + withoutProgress(trainer)
                  + "; a larger --patience continues, or 0");
    }
  }

  private String epochsDone() {
    int done = trainer.position().epoch();
    int wanted = options.epochs();
    if (done > wanted) { // so at least two are
      return Text.count(done, "epoch") + " are done, and --epochs is only " + wanted;
    }
    return (done == 1 ? "its epoch is" : "all " + Text.count(done, "epoch") + " are") + " done";
  }

  /** After a training that patience ended. */
  public static String patienceRanOut(Trainer trainer) {
    return "ended after epoch "
        + trainer.position().epoch()
        + " of "
        + trainer.options().epochs()
        + ": "
        + withoutProgress(trainer);
  }

  private static String withoutProgress(Trainer trainer) {
    TrainingPosition position = trainer.position();
    return "no progress in validation for "
        + Text.count(position.failuresInARow(), "epoch")
        + " (--patience "
        + trainer.options().patience()
        + "), the best was epoch "
        + (position.bestEpoch() + 1);
  }
}
