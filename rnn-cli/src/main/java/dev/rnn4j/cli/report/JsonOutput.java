package dev.rnn4j.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results for programs, as JSON on one line. */
public final class JsonOutput {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonOutput() {}

  /** JSON has no infinity and no NaN; both become null. */
  public static String of(Map<String, Object> values) {
    try {
      return MAPPER.writeValueAsString(finite(values));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the result cannot be written as JSON", e);
    }
  }

  private static @Nullable Object finite(@Nullable Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      return null;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> finite = new ArrayList<>();
      list.forEach(element -> finite.add(finite(element)));
      return finite;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> finite = new LinkedHashMap<>();
      map.forEach((key, element) -> finite.put(String.valueOf(key), finite(element)));
      return finite;
    }
    return value;
  }
}
