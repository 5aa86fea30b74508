package dev.rnn4j.train.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ObjectiveTest {
  @Test
  void theFactorsOfTheObjectivesAreOneOverTokensAndOneOverStreams() {
    assertEquals(1f / 700, Objective.MEAN.scale(700, 20));
    assertEquals(1f / 20, Objective.WINDOW.scale(700, 20));
  }
}
