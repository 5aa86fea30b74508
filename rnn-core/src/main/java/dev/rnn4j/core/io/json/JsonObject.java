package dev.rnn4j.core.io.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the members of a JSON object. Every failure names the key, the object and the
 * value found, so it can be shown to the author of the file. Read only; does not copy. Remembers
 * what it was asked for, so that readers can refuse what they do not know; for one thread.
 */
public final class JsonObject {
  private final Map<?, ?> members;
  private final String where;

  /** Keys that were asked for, and the objects that were handed out. */
  private final Set<String> asked = new HashSet<>();

  private final List<JsonObject> parts = new ArrayList<>();

  private JsonObject(Map<?, ?> members, String where) {
    this.members = members;
    this.where = where;
  }

  /**
   * Wraps a parsed object.
   *
   * @param value a value from {@link Json#parse(String)}
   * @param where what the object is, for error messages, such as {@code config}
   * @return the object
   * @throws JsonException if the value is not an object
   */
  public static JsonObject of(Object value, String where) throws JsonException {
    if (value instanceof Map<?, ?> members) {
      return new JsonObject(members, where);
    }
    throw new JsonException(where + " must be an object, not " + describe(value));
  }

  /**
   * Whether there is such a member.
   *
   * @param key the key
   * @return true if the key is present, whatever its value
   */
  public boolean has(String key) {
    asked.add(key);
    return members.containsKey(key);
  }

  /**
   * A string member.
   *
   * @param key the key
   * @return its value
   * @throws JsonException if it is missing or not a string
   */
  public String string(String key) throws JsonException {
    if (get(key) instanceof String text) {
      return text;
    }
    throw wrong(key, "a string");
  }

  /**
   * An integer member of any size that fits 64 bits.
   *
   * @param key the key
   * @return its value
   * @throws JsonException if it is missing, not an integer, or written with fraction or exponent
   */
  public long longInteger(String key) throws JsonException {
    if (get(key) instanceof Long number) {
      return number;
    }
    throw wrong(key, "an integer");
  }

  /**
   * An integer member that fits 32 bits.
   *
   * @param key the key
   * @return its value
   * @throws JsonException if it is missing, not an integer, or out of the range of {@code int}
   */
  public int integer(String key) throws JsonException {
    if (get(key) instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    throw wrong(key, "an integer of at most 32 bits");
  }

  /**
   * A number member.
   *
   * @param key the key
   * @return its value, finite
   * @throws JsonException if it is missing or not a number
   */
  public double number(String key) throws JsonException {
    if (get(key) instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(key, "a number");
  }

  /**
   * A boolean member.
   *
   * @param key the key
   * @return its value
   * @throws JsonException if it is missing or neither true nor false
   */
  public boolean bool(String key) throws JsonException {
    if (get(key) instanceof Boolean value) {
      return value;
    }
    throw wrong(key, "true or false");
  }

  /**
   * An object member.
   *
   * @param key the key
   * @return the object, whose errors name this one too
   * @throws JsonException if it is missing or not an object
   */
  public JsonObject object(String key) throws JsonException {
    return part(get(key), where + "." + key);
  }

  /**
   * An array of objects.
   *
   * @param key the key
   * @param element what an element is, for error messages
   * @return the objects, a new list
   * @throws JsonException if it is missing, not an array, or an element is not an object
   */
  public List<JsonObject> objects(String key, String element) throws JsonException {
    List<JsonObject> objects = new ArrayList<>();
    for (Object value : list(key)) {
      objects.add(part(value, element));
    }
    return objects;
  }

  private JsonObject part(Object value, String name) throws JsonException {
    JsonObject part = of(value, name);
    parts.add(part);
    return part;
  }

  /**
   * What nobody asked for so far, in this object and in those that it handed out.
   *
   * @return the keys, in the order of the file
   */
  public List<String> unasked() {
    List<String> keys = new ArrayList<>();
    for (Object key : members.keySet()) {
      if (!asked.contains(String.valueOf(key))) {
        keys.add(String.valueOf(key));
      }
    }
    parts.forEach(part -> keys.addAll(part.unasked()));
    return keys;
  }

  /**
   * An array member.
   *
   * @param key the key
   * @return its elements, which may be of any JSON type
   * @throws JsonException if it is missing or not an array
   */
  public List<?> list(String key) throws JsonException {
    if (get(key) instanceof List<?> elements) {
      return elements;
    }
    throw wrong(key, "an array");
  }

  /**
   * An array of strings.
   *
   * @param key the key
   * @return its elements, a new list
   * @throws JsonException if it is missing, not an array, or an element is not a string
   */
  public List<String> strings(String key) throws JsonException {
    List<?> elements = list(key);
    List<String> strings = new ArrayList<>(elements.size());
    for (Object element : elements) {
      if (!(element instanceof String text)) {
        throw wrongElement(key, strings.size(), "a string", element);
      }
      strings.add(text);
    }
    return strings;
  }

  /**
   * An array of integers that fit 32 bits.
   *
   * @param key the key
   * @return its elements, a new list
   * @throws JsonException if it is missing, not an array, or an element is not such an integer
   */
  public List<Integer> integers(String key) throws JsonException {
    List<?> elements = list(key);
    List<Integer> integers = new ArrayList<>(elements.size());
    for (Object element : elements) {
      if (!(element instanceof Long number) || number != number.intValue()) {
        throw wrongElement(key, integers.size(), "an integer of at most 32 bits", element);
      }
      integers.add(number.intValue());
    }
    return integers;
  }

  private Object get(String key) throws JsonException {
    asked.add(key);
    Object value = members.get(key);
    if (value == null) {
      throw new JsonException("missing key " + Json.brief(key) + " in " + where);
    }
    return value;
  }

  private JsonException wrong(String key, String expected) throws JsonException {
    return new JsonException(
        "key "
            + Json.brief(key)
            + " in "
            + where
            + " must be "
            + expected
            + ", not "
            + describe(get(key)));
  }

  private JsonException wrongElement(
      String key, int index, String expected, @Nullable Object element) {
    return new JsonException(
        "element "
            + index
            + " of key "
            + Json.brief(key)
            + " in "
            + where
            + " must be "
            + expected
            + ", not "
            + describe(element));
  }

  private static String describe(@Nullable Object value) {
    if (value instanceof Map) {
      return "an object";
    }
    return value instanceof List ? "an array" : Json.brief(value == null ? Json.NULL : value);
  }
}
