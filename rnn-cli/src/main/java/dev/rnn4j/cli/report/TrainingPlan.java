package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.model.LanguageModelOptions;
import org.jspecify.annotations.Nullable;

/**
 * What is to be trained, on what, and where it goes.
 *
 * @param source where the texts come from
 * @param data the texts
 * @param config the network
 * @param modelOptions how it is trained as far as only a language model knows
 * @param options how it is trained otherwise
 * @param outputs the files to write
 * @param checkpoint where to resume; null at the beginning
 * @param remark what was asked for but changes nothing; may be empty
 */
public record TrainingPlan(
    TextSource source,
    TrainingData data,
    LanguageModelConfig config,
    LanguageModelOptions modelOptions,
    TrainingOptions options,
    Outputs outputs,
    @Nullable Checkpoint checkpoint,
    String remark) {}
