package dev.rnn4j.train.eval;

import java.util.Arrays;

/**
 * A hash table from non-negative longs to ints, with open addressing and linear probing: 12 bytes
 * an entry where boxed keys would take ten times that. Only grows; nothing is ever removed.
 */
final class LongIntMap {
  /** What to do with each entry. */
  @FunctionalInterface
  interface Visitor {
    void visit(long key, int value);
  }

  private static final long EMPTY = -1;
  private static final int MAX_CAPACITY = 1 << 30;

  private long[] keys = new long[16];
  private int[] values = new int[16];
  private int size;

  LongIntMap() {
    Arrays.fill(keys, EMPTY);
  }

  int size() {
    return size;
  }

  /** Value of a key, or {@code absent}. */
  int get(long key, int absent) {
    int slot = slot(key);
    return keys[slot] == key ? values[slot] : absent;
  }

  /** Adds to the value of a key, which is 0 before. */
  void add(long key, int amount) {
    int slot = slot(key);
    if (keys[slot] != key) {
      if (size >= keys.length / 8 * 5) {
        grow();
        slot = slot(key);
      }
      keys[slot] = key;
      size++;
    }
    values[slot] += amount;
  }

  /** Visits all entries, in an order that depends on nothing but the entries added. */
  void forEach(Visitor visitor) {
    for (int slot = 0; slot < keys.length; slot++) {
      if (keys[slot] != EMPTY) {
        visitor.visit(keys[slot], values[slot]);
      }
    }
  }

  /** Where a key is or would go. */
  private int slot(long key) {
    long hash = key * 0x9e3779b97f4a7c15L;
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    int slot = (int) (hash >>> 32) & (keys.length - 1);
    while (keys[slot] != EMPTY && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void grow() {
    if (keys.length == MAX_CAPACITY) {
      throw new IllegalStateException(
          "more than " + size + " different n-grams do not fit; use a lower order or less text");
    }
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new int[keys.length];
    Arrays.fill(keys, EMPTY);
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldKeys[old] != EMPTY) {
        int slot = slot(oldKeys[old]);
        keys[slot] = oldKeys[old];
        values[slot] = oldValues[old];
      }
    }
  }
}
