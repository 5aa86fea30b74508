package dev.rnn4j.cli.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The nearest of many vectors to a few, by the cosine of the angle between them. */
final class Neighbours {
  /** The most similar first; of equally similar ones the first in the text. */
  private static final Comparator<Neighbour> ORDER =
      Comparator.comparingDouble(Neighbour::cosine).reversed().thenComparingLong(Neighbour::line);

  private final int most;
  private final List<Query> queries = new ArrayList<>();

  /**
   * A line and how similar it is.
   *
   * @param line its number, from 1
   * @param text of it
   * @param cosine 1 for the same direction, 0 if one of the two is zero
   */
  record Neighbour(long line, String text, double cosine) {}

  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Query(String text, float[] vector, PriorityQueue<Neighbour> nearest) {}

  Neighbours(int most, List<String> texts, List<float[]> vectors) {
    this.most = most;
    for (int i = 0; i < texts.size(); i++) {
      queries.add(new Query(texts.get(i), vectors.get(i), new PriorityQueue<>(ORDER.reversed())));
    }
  }

  /** How similar a vector is to each query; from any thread. */
  double[] cosines(float[] vector) {
    return queries.stream().mapToDouble(query -> cosine(query.vector(), vector)).toArray();
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int j = 0; j < a.length; j++) {
      dot += (double) a[j] * b[j];
      aa += (double) a[j] * a[j];
      bb += (double) b[j] * b[j];
    }
    return dot == 0 ? 0 : dot / Math.sqrt(aa * bb);
  }

  /** Keeps a line where it is among the nearest; from one thread. */
  void add(long line, String text, double[] cosines) {
    for (int i = 0; i < cosines.length; i++) {
      PriorityQueue<Neighbour> nearest = queries.get(i).nearest();
      nearest.add(new Neighbour(line, text, cosines[i]));
      if (nearest.size() > most) {
        nearest.remove(); // the last in the order
      }
    }
  }

  /** How many queries there are. */
  int size() {
    return queries.size();
  }

  String query(int i) {
    return queries.get(i).text();
  }

  List<Neighbour> nearest(int i) {
    return queries.get(i).nearest().stream().sorted(ORDER).toList();
  }
}
