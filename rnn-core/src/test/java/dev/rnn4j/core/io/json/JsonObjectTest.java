package dev.rnn4j.core.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class JsonObjectTest {
  private static JsonObject config() throws JsonException {
    return Json.parseObject(
        "{\"s\":\"x\",\"i\":7,\"l\":5000000000,\"d\":0.5,\"b\":true,\"n\":null,"
            + "\"o\":{\"k\":1},\"ss\":[\"a\",\"b\"],\"is\":[1,2],\"mixed\":[\"a\",3000000000]}",
        "config");
  }

  private static void fails(String message, Executable access) {
    assertEquals(message, assertThrows(JsonException.class, access).getMessage());
  }

  @Test
  void membersAreReadByType() throws JsonException {
    JsonObject config = config();
    assertEquals("x", config.string("s"));
    assertEquals(7, config.integer("i"));
    assertEquals(5_000_000_000L, config.longInteger("l"));
    assertEquals(0.5, config.number("d"));
    assertEquals(7.0, config.number("i"));
    assertTrue(config.bool("b"));
    assertEquals(1, config.object("o").integer("k"));
    assertEquals(List.of("a", "b"), config.strings("ss"));
    assertEquals(List.of(1, 2), config.integers("is"));
    assertEquals(2, config.list("mixed").size());
    assertTrue(config.has("n"));
    assertFalse(config.has("none"));
  }

  @Test
  void aMissingKeyIsNamed() throws JsonException {
    JsonObject config = config();
    fails("missing key \"hidden\" in config", () -> config.integer("hidden"));
    fails("missing key \"z\" in config.o", () -> config.object("o").string("z"));
  }

  @Test
  void aWrongTypeIsNamedWithTheValue() throws JsonException {
    JsonObject config = config();
    fails("key \"i\" in config must be a string, not 7", () -> config.string("i"));
    fails("key \"d\" in config must be an integer, not 0.5", () -> config.longInteger("d"));
    fails(
        "key \"l\" in config must be an integer of at most 32 bits, not 5000000000",
        () -> config.integer("l"));
    fails("key \"s\" in config must be a number, not \"x\"", () -> config.number("s"));
    fails("key \"n\" in config must be true or false, not null", () -> config.bool("n"));
    fails("key \"o\" in config must be an array, not an object", () -> config.list("o"));
    fails("config.ss must be an object, not an array", () -> config.object("ss"));
    fails(
        "element 1 of key \"mixed\" in config must be a string, not 3000000000",
        () -> config.strings("mixed"));
    fails(
        "element 0 of key \"mixed\" in config must be an integer of at most 32 bits, not \"a\"",
        () -> config.integers("mixed"));
  }

  @Test
  void aTextThatIsNoObjectIsRejectedByItsName() {
    fails("config must be an object, not an array", () -> Json.parseObject("[]", "config"));
    fails(
        "config is not valid JSON: expected a value, found the end of the text, at character 0",
        () -> Json.parseObject("", "config"));
  }
}
