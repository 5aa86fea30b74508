package dev.rnn4j.core.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void everyKindOfValueIsRead() throws JsonException {
    Object value = Json.parse(" {\"a\":[1,-2.5e1,true,false,null,\"x\"],\r\n\t\"b\":{},\"c\":[]} ");
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("a", List.of(1L, -25.0, true, false, Json.NULL, "x"));
    expected.put("b", Map.of());
    expected.put("c", List.of());
    assertEquals(expected, value);
  }

  @Test
  void keysKeepTheirOrder() throws JsonException {
    Map<?, ?> value = (Map<?, ?>) Json.parse("{\"z\":1,\"a\":2,\"m\":3}");
    assertEquals(List.of("z", "a", "m"), List.copyOf(value.keySet()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "\"",
        "\"a",
        "\"\\",
        "\"\\u12",
        "\"\\u12g4\"",
        "\"\\u\u0661234\"",
        "\"\\x41\"",
        "\"\t\"",
        "\"a\n\"",
        "\"a\\n\n\"",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1.e1",
        "1e",
        "1e+",
        "--1",
        "0x10",
        "1_000",
        "NaN",
        "Infinity",
        "-Infinity",
        "nul",
        "True",
        "tru",
        "nullx",
        "1 1",
        "[1]]",
        "// c\n1",
        "\ufeff1",
        "\u00a01",
        "1,",
        "1\u0000"
      })
  void whatTheStandardForbidsIsAnError(String text) {
    JsonException e = assertThrows(JsonException.class, () -> Json.parse(text));
    assertTrue(e.toString().contains("at character "), e.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[1,x]|expected a value, found \"x\", at character 3",
        "[1|expected ',' or ']', found the end of the text, at character 2",
        "{\"a\":1,\"a\":2}|duplicate key \"a\", at character 7",
        "[1e999]|a number beyond the range of a double, at character 1",
        "{\"a\" 1}|expected ':', found \"1\", at character 5",
        "[\"abc]|a string is not closed, at character 1",
        "[\"a\\q\"]|unknown escape in a string, at character 3",
      })
  void errorsSayWhatAndWhere(String text, String message) {
    JsonException e = assertThrows(JsonException.class, () -> Json.parse(text));
    assertEquals(message, e.getMessage());
  }

  @Test
  void duplicateKeysAreFoundHoweverTheyAreSpelled() {
    assertThrows(JsonException.class, () -> Json.parse("{\"a\":null,\"\\u0061\":1}"));
  }

  @Test
  void nestingHasALimitAndReachesIt() throws JsonException {
    int limit = JsonParser.MAX_DEPTH;
    Object deep = Json.parse("[".repeat(limit) + "]".repeat(limit));
    assertEquals(2 * limit, Json.write(deep).length());
    for (String text : List.of("[".repeat(1_000_000), "{\"a\":".repeat(1_000_000))) {
      JsonException e = assertThrows(JsonException.class, () -> Json.parse(text));
      assertTrue(
          String.valueOf(e.getMessage()).startsWith("nesting deeper than " + limit), e.toString());
    }
  }

  @Test
  void theNumberOfValuesHasALimit() {
    String text = "[" + "0,".repeat(JsonParser.MAX_VALUES) + "0]";
    JsonException e = assertThrows(JsonException.class, () -> Json.parse(text));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("more than " + JsonParser.MAX_VALUES),
        e.toString());
  }

  @Test
  void theLengthOfANumberHasALimit() throws JsonException {
    assertEquals(1.0, Json.parse("1." + "0".repeat(JsonParser.MAX_NUMBER_LENGTH - 2)));
    String tooLong = "1." + "0".repeat(JsonParser.MAX_NUMBER_LENGTH - 1);
    assertThrows(JsonException.class, () -> Json.parse(tooLong));
  }

  @Test
  void integersAreExactAsFarAsALongGoes() throws JsonException {
    assertEquals(Long.MAX_VALUE, Json.parse("9223372036854775807"));
    assertEquals(Long.MIN_VALUE, Json.parse("-9223372036854775808"));
    assertEquals(0x1p63, Json.parse("9223372036854775808"));
    assertEquals(999_999_999_999_999_999L, Json.parse("999999999999999999"));
    assertEquals(1.0, Json.parse("1.0"));
    assertEquals(100.0, Json.parse("1E2"));
    assertEquals(0L, Json.parse("0"));
    assertEquals(-0.0, Json.parse("-0"));
  }

  @Test
  void escapesAreUnderstood() throws JsonException {
    assertEquals(
        "\"\\/\b\f\n\r\t\u00e9\ud83d\ude00x",
        Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9\\ud83d\\uDE00x\""));
  }

  @Test
  void controlCharactersAndHalfPairsAreWrittenAsEscapes() {
    assertEquals(
        "\"\\\"\\\\\\n\\u0000\\u007f\\u009b\\ud83d\u00e9\"",
        Json.write("\"\\\n\u0000\u007f\u009b\ud83d\u00e9"));
  }

  @Property
  void stringsReadBackTheSame(@ForAll String text) throws JsonException {
    assertEquals(text, Json.parse(Json.write(text)));
    assertEquals(Map.of(text, List.of(text)), Json.parse(Json.write(Map.of(text, List.of(text)))));
  }

  @Property
  void arbitraryCharsReadBackTheSame(@ForAll char[] chars) throws JsonException {
    String text = new String(chars);
    assertEquals(text, Json.parse(Json.write(text)));
  }

  @Property
  void doublesReadBackTheSame(@ForAll long bits) throws JsonException {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value)) {
      assertEquals(value, Json.parse(Json.write(value)));
    } else {
      assertThrows(IllegalArgumentException.class, () -> Json.write(value));
    }
  }

  @Property
  void floatsReadBackTheSame(@ForAll int bits) throws JsonException {
    float value = Float.intBitsToFloat(bits);
    if (Float.isFinite(value)) {
      Double back = (Double) Json.parse(Json.write(value));
      assertEquals(bits, Float.floatToRawIntBits(back.floatValue()));
    } else {
      assertThrows(IllegalArgumentException.class, () -> Json.write(value));
    }
  }

  @Property
  void longsReadBackTheSame(@ForAll long value) throws JsonException {
    assertEquals(value, Json.parse(Json.write(value)));
  }

  @Property
  void anyTextIsReadOrRejectedWithAJsonException(@ForAll String text) {
    try {
      Object value = Json.parse(text);
      assertEquals(value, Json.parse(Json.write(value)));
    } catch (JsonException e) {
      assertTrue(e.toString().contains("at character "), e.toString());
    }
  }

  @Test
  void whatJsonCannotHoldIsNotWritten() {
    assertEquals("[null,1]", Json.write(Arrays.asList(null, 1)));
    assertThrows(IllegalArgumentException.class, () -> Json.write(new Object()));
    assertThrows(IllegalArgumentException.class, () -> Json.write(Map.of(1, 2)));
    assertThrows(IllegalArgumentException.class, () -> Json.write(List.of(Double.NaN)));
    Object deep = 1;
    for (int i = 0; i <= JsonParser.MAX_DEPTH; i++) {
      deep = List.of(deep);
    }
    Object tooDeep = deep;
    assertThrows(IllegalArgumentException.class, () -> Json.write(tooDeep));
  }

  @Test
  void aValueInAMessageStaysShortAndOnOneLine() {
    assertEquals("\"a\\nb\"", Json.brief("a\nb"));
    assertTrue(Json.brief("x".repeat(10_000)).length() < 120);
  }
}
