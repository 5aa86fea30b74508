package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Generated 'speech': frames of features to strings of digits. Every sound of the English digits
 * has a place among the features, the same for all; a digit moves through its sounds in three to
 * eight frames, with silence before and after. Each speaker has a voice, which shifts and stretches
 * the features, and a tempo, and every frame is noisy. So no frame tells the digit, and several
 * digits share sounds.
 */
public final class SpokenDigits {
  /** Features of a frame. */
  public static final int FEATURES = 12;

  private static final int SHORTEST = 3;
  private static final int LONGEST = 8;

  /** Where the sounds lie must not depend on the seed of a training. */
  private static final long SOUNDS_SEED = 0x5eed_d161_7500L;

  /** How the digits 0 to 9 are pronounced; a letter is a sound. */
  private static final String[] PRONOUNCED = {
    "zIrO", "wUn", "tu", "Tri", "fOr", "fYv", "sIks", "sEvUn", "At", "nYn"
  };

  private final double noise;
  private final int fewest;
  private final int most;

  /**
   * What is said.
   *
   * @param frames features over time (T, {@value #FEATURES})
   * @param digits what they mean
   */
  public record Utterance(Matrix frames, String digits) {}

  /**
   * A generator.
   *
   * @param noise standard deviation of what is added to a feature; those of the sounds have 1
   * @param fewest digits of an utterance, 1 or more
   * @param most digits; every number between is as probable
   * @throws IllegalArgumentException if a number is out of its range
   */
  public SpokenDigits(double noise, int fewest, int most) {
    if (!(noise >= 0 && noise < 100) || fewest < 1 || most < fewest) {
      throw new IllegalArgumentException(
          "noise must be 0 to 100, and digits 1 or more and not out of order, not %s and %d to %d"
              .formatted(noise, fewest, most));
    }
    this.noise = noise;
    this.fewest = fewest;
    this.most = most;
  }

  /**
   * Draws an utterance by a new speaker.
   *
   * @param random where chance comes from
   * @return what is said
   */
  public Utterance draw(RandomSource random) {
    Speaker speaker = new Speaker(random);
    StringBuilder digits = new StringBuilder();
    int count = fewest + random.nextInt(most - fewest + 1);
    speaker.pause();
    for (int i = 0; i < count; i++) {
      int digit = random.nextInt(10);
      digits.append(digit);
      speaker.say(digit);
      speaker.pause();
    }
    return new Utterance(speaker.frames(), digits.toString());
  }

  private final class Speaker {
    private final RandomSource random;
    private final double[] shift = new double[FEATURES];
    private final double[] stretch = new double[FEATURES];
    private final double tempo;
    private final List<double[]> frames = new ArrayList<>();

    Speaker(RandomSource random) {
      this.random = random;
      for (int f = 0; f < FEATURES; f++) {
        shift[f] = 0.3 * gaussian(random);
        stretch[f] = Math.exp(0.15 * gaussian(random));
      }
      tempo = 1.3 + 0.7 * random.nextDouble();
    }

    /** Silence is zero; one frame or more, so that a digit said twice is two. */
    void pause() {
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        add(new double[FEATURES]);
      }
    }

    void say(int digit) {
      String sounds = PRONOUNCED[digit];
      int usual = (int) Math.round(sounds.length() * tempo) + random.nextInt(3) - 1;
      int length = Math.clamp(usual, SHORTEST, LONGEST);
      for (int t = 0; t < length; t++) {
        add(between(sounds, (t + 0.5) / length * sounds.length() - 0.5));
      }
    }

    /** Sounds run into each other: the place at a point of a word, counted in sounds. */
    private double[] between(String sounds, double point) {
      double at = Math.clamp(point, 0, sounds.length() - 1.0);
      int before = (int) at;
      double[] one = sound(sounds.charAt(before));
      double[] next = sound(sounds.charAt(Math.min(before + 1, sounds.length() - 1)));
      double[] place = new double[FEATURES];
      for (int f = 0; f < FEATURES; f++) {
        place[f] = stretch[f] * (one[f] + (at - before) * (next[f] - one[f])) + shift[f];
      }
      return place;
    }

    private void add(double[] frame) {
      for (int f = 0; f < FEATURES; f++) {
        frame[f] += noise * gaussian(random);
      }
      frames.add(frame);
    }

    Matrix frames() {
      Matrix matrix = Matrix.zeros(frames.size(), FEATURES);
      for (int t = 0; t < frames.size(); t++) {
        for (int f = 0; f < FEATURES; f++) {
          matrix.set(t, f, (float) frames.get(t)[f]);
        }
      }
      return matrix;
    }
  }

  private static double[] sound(char letter) {
    RandomSource random = new RandomSource(RandomSource.derive(SOUNDS_SEED, letter));
    double[] place = new double[FEATURES];
    for (int f = 0; f < FEATURES; f++) {
      place[f] = gaussian(random);
    }
    return place;
  }

  /** A normal number: the sum of twelve uniform ones has variance 1, and tails that end. */
  private static double gaussian(RandomSource random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }
}
