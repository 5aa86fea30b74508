package dev.rnn4j.core.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of classes, such as sentiments or parts of speech, each with its index: its place in
 * the list. Immutable.
 */
public final class Labels {
  private final List<String> names;
  private final Map<String, Integer> indices;

  /**
   * Labels in an order.
   *
   * @param names one or more; the index of each is its place
   * @throws IllegalArgumentException if there are none, one is empty or occurs twice
   */
  public Labels(List<String> names) {
    this.names = List.copyOf(names);
    this.indices = HashMap.newHashMap(this.names.size());
    if (this.names.isEmpty()) {
      throw new IllegalArgumentException("there must be one label or more, not none");
    }
    for (int i = 0; i < this.names.size(); i++) {
      String name = this.names.get(i);
      if (name.isEmpty()) {
        throw new IllegalArgumentException("label " + i + " is empty; give it a name");
      }
      Integer earlier = indices.putIfAbsent(name, i);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "the label \"%s\" occurs twice, with the indices %d and %d; remove one"
                .formatted(VisibleText.of(name), earlier, i));
      }
    }
  }

  /** {@return how many there are} */
  public int size() {
    return names.size();
  }

  /**
   * The label with an index.
   *
   * @param index 0 to {@code size() - 1}
   * @return its name
   * @throws IndexOutOfBoundsException if there is no such index
   */
  public String name(int index) {
    if (index < 0 || index >= names.size()) {
      throw new IndexOutOfBoundsException(
          "no label has index " + index + "; the indices are 0 to " + (names.size() - 1));
    }
    return names.get(index);
  }

  /**
   * The index of a label.
   *
   * @param name any text
   * @return its index, -1 if it is not among these labels
   */
  public int indexOf(String name) {
    return indices.getOrDefault(name, -1);
  }

  /**
   * The index of a label that must be known.
   *
   * @param name any text
   * @return its index
   * @throws IllegalArgumentException if it is not among these labels, saying which there are
   */
  public int index(String name) {
    int index = indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "\"%s\" is not one of the %d labels %s"
              .formatted(VisibleText.of(name), size(), beginning()));
    }
    return index;
  }

  private String beginning() {
    int shown = Math.min(size(), 10);
    String first = VisibleText.of(String.join(", ", names.subList(0, shown)));
    return first + (shown < size() ? ", …" : "");
  }

  /** {@return all names in the order of their indices, unmodifiable} */
  public List<String> names() {
    return names;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return size() + " labels: " + beginning();
  }
}
