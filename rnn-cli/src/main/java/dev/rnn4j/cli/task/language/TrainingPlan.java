package dev.rnn4j.cli.task.language;

import dev.rnn4j.cli.option.NgramOption;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.model.LanguageModelOptions;

/**
 * What is to be trained, and on what.
 *
 * @param source where the texts come from
 * @param data the texts
 * @param config the network
 * @param modelOptions how it is trained as far as only a language model knows
 * @param options how it is trained otherwise
 * @param ngram the n-gram model it is compared with
 * @param remark what was asked for but changes nothing; may be empty
 */
public record TrainingPlan(
    TextSource source,
    TrainingData data,
    LanguageModelConfig config,
    LanguageModelOptions modelOptions,
    TrainingOptions options,
    NgramOption ngram,
    String remark) {}
