package dev.rnn4j.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EnglishDetokenizerTest {
  private static void joined(String expected, String words) {
    assertEquals(expected, EnglishDetokenizer.join(words));
  }

  @Test
  void punctuationStandsWhereItIsWritten() {
    joined("a man, his dog (and a cat); all wait!", "a man , his dog ( and a cat ) ; all wait !");
    joined("well... no", "well ... no");
    joined("it costs $5.50, 20% less", "it costs $ 5.50 , 20 % less");
    joined("¿why?", "¿ why ?");
    joined(". a", ". a");
  }

  @Test
  void cliticsJoinTheirWords() {
    joined("the girl's dog doesn't bark", "the girl &apos;s dog doesn &apos;t bark");
    joined("the girls' dogs", "the girls &apos; dogs");
    joined("they're here", "they 're here");
    joined("class of '98", "class of '98");
  }

  @Test
  void quotesEncloseWhatTheyQuote() {
    joined("a sign \"no entry\" here", "a sign &quot; no entry &quot; here");
    joined("he said 'go', and \"stay\".", "he said ' go ' , and \" stay \" .");
    joined("the girls' 'dogs'", "the girls ' ' dogs '");
    joined("\"a\" and \"b\"", "\" a \" and \" b \"");
  }

  @Test
  void entitiesAndJointsBecomeCharacters() {
    joined("black-haired", "black @-@ haired");
    joined("<b> & [c] | d", "&lt;b&gt; &amp; &#91;c&#93; &#124; d");
    joined("&lt;", "&amp;lt;");
  }

  @Test
  void spacesBetweenWordsAreOne() {
    joined("a b", "  a   b ");
    joined("", "");
    joined("", "   ");
  }
}
