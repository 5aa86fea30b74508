package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.train.eval.Bleu.Words;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Expected scores: published with sacrebleu (its README and tests), or computed by its 2.6.0. */
class BleuTest {
  private static final List<String> WRITTEN =
      List.of("The dog bit the man.", "It wasn't surprising.", "The man had just bitten him.");
  private static final String[][] REFERENCES = {
    {"The dog bit the man.", "The dog had bit the man."},
    {"It was not unexpected.", "No one was surprised."},
    {"The man bit him first.", "The man had bitten the dog."}
  };

  private static Bleu.Score dogs(Words words, int from, int to) {
    Bleu bleu = new Bleu(words);
    for (int i = 0; i < 3; i++) {
      bleu.add(WRITTEN.get(i), List.of(REFERENCES[i]).subList(from, to).toArray(String[]::new));
    }
    return bleu.score();
  }

  @Test
  void theExampleOfTheReadmeScoresAsPublished() {
    Bleu.Score score = dogs(Words.V13A, 0, 2);
    assertEquals(48.530827, score.value(), 1e-6);
    assertEquals(List.of(14L, 7L, 5L, 3L), score.matches());
    assertEquals(List.of(17L, 14L, 11L, 8L), score.totals());
    assertEquals(0.9428731438548749, score.brevityPenalty(), 1e-12);
    assertEquals(17, score.hypothesisLength());
    assertEquals(18, score.referenceLength());
    assertEquals("BLEU 48.53 82.4/50.0/45.5/37.5 (BP = 0.943, 17 words to 18)", score.toString());
    assertEquals(49.1919566, dogs(Words.AS_GIVEN, 0, 2).value(), 1e-6);
    assertEquals(45.06750632106114, dogs(Words.V13A, 0, 1).value(), 1e-10);
    assertEquals(25.343458551742877, dogs(Words.AS_GIVEN, 1, 2).value(), 1e-10);
  }

  @Test
  void theExampleOfAnotherAlphabetScoresAsPublished() {
    String written = "Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;";
    String reference = "producţia de zahăr brut se exprimă în zahăr alb;";
    assertEquals(8.493, score(Words.V13A, written, reference), 1e-3);
    assertEquals(7.347, score(Words.AS_GIVEN, written, reference), 1e-3);
  }

  private static double score(Words words, String written, String... references) {
    Bleu bleu = new Bleu(words);
    bleu.add(written, references);
    return bleu.score().value();
  }

  private static double score(String written, String... references) {
    return score(Words.AS_GIVEN, written, references);
  }

  @Test
  void whatDoesNotMatchIsSmoothedAndWhatDoesNotExistIsZero() {
    assertEquals(59.460355750136046, score("this is a fest", "this is a test"), 1e-10);
    assertEquals(15.97357760615681, score("a b c d e", "e d c b a"), 1e-10);
    assertEquals(
        23.263472697663296,
        score("am I am a character sequence", "I am a symbol string sequence a a"),
        1e-10);
    assertEquals(0, score("a b c", "a b c")); // has no four words
    assertEquals(0, score("this is a cat", "okay thanks"));
    assertEquals(0, score("", "a"));
    assertEquals(0, new Bleu(Words.V13A).score().value());
  }

  @Test
  void matchesAreClippedByTheReferenceThatHasMost() {
    String the = "the the the the the the the";
    assertEquals(7.809849842300637, score(the, "the cat is on the mat"), 1e-10);
    assertEquals(
        7.809849842300637, score(the, "the cat is on the mat", "there is a cat on the mat"), 1e-10);
    assertEquals(50.81327481546149, score("a b a b a b", "a b a b c c c", "a b x x x"), 1e-10);
  }

  @Test
  void countsAreAddedUpBeforeTheyAreDivided() {
    Bleu bleu = new Bleu(Words.AS_GIVEN);
    bleu.add("a b c d e", "a b c d e f g h");
    bleu.add("x", "y");
    assertEquals(57.950534707339536, bleu.score().value(), 1e-10);
    bleu = new Bleu(Words.AS_GIVEN);
    bleu.add("a x b y", "a b");
    bleu.add("a b", "a b c");
    assertEquals(31.947155212313625, bleu.score().value(), 1e-10);
  }

  @Property(tries = 100)
  void oneWordMoreThanTheReferenceOrTheReferenceItself(
      @ForAll @NotEmpty @Size(max = 5)
          List<@StringLength(min = 7, max = 20) @CharRange(from = 'a', to = 'c') String> texts,
      @ForAll @IntRange(min = 1, max = 3) int times) {
    Bleu same = new Bleu(Words.AS_GIVEN);
    Bleu worse = new Bleu(Words.AS_GIVEN);
    for (String text : texts) {
      String spaced = String.join(" ", text.split(""));
      same.add(spaced, spaced, "z");
      worse.add(spaced + " z".repeat(times), spaced);
    }
    assertEquals(100, same.score().value(), 1e-9);
    assertEquals(1, worse.score().brevityPenalty());
    assertEquals(true, worse.score().value() < 100);
  }

  @Test
  void aHypothesisNeedsAReference() {
    assertThrows(IllegalArgumentException.class, () -> new Bleu(Words.V13A).add("a"));
  }

  /** Each text, and its words by sacrebleu's "13a". */
  @Test
  void wordsAreCutAsMtevalDoes() {
    String[][] cases = {
      {"The dog bit the man.", "The dog bit the man ."},
      {
        "He paid $3,500.75, or 1.5%-2% (more or less)...",
        "He paid $ 3,500.75 , or 1.5 % -2 % ( more or less ) . . ."
      },
      {
        "a well-known 1990-2000 story; 3-year-old e-mail@x.org/y",
        "a well-known 1990 - 2000 story ; 3 - year-old e-mail @ x . org / y"
      },
      {"&quot;Yes&quot; &amp; &lt;b&gt; it&apos;s", "\" Yes \" & < b > it & apos ; s"},
      {"end of line- \n next", "end of line- next"},
      {"semi-\nconductor", "semiconductor"},
      {".5 and 5. and 1,2,a,b ,", ". 5 and 5 . and 1,2 , a , b ,"},
      {"„Größe“ — 5½ «x»", "„Größe“ — 5½ «x»"},
      {"a\u00a0b\u3000c\u0085d", "a b c d"},
      {"[x]{y}|~^_`\\", "[ x ] { y } | ~ ^ _ ` \\"},
      {"", ""},
      {"  x  ", "x"},
      {"U.S.A. 3.14.15 v1.2.", "U . S . A . 3.14.15 v1.2 ."},
      {"'quoted' o'clock ''", "'quoted' o'clock ''"},
      {"1-a a-1 1-1", "1 - a a-1 1 - 1"},
      {"..,,", ". . , ,"},
      {"wow!!! <skipped>ok", "wow ! ! ! ok"}
    };
    List<String> wrong = new ArrayList<>();
    for (String[] one : cases) {
      String cut = String.join(" ", MtevalTokens.v13a(one[0]));
      if (!cut.equals(one[1])) {
        wrong.add(cut);
      }
    }
    assertEquals(List.of(), wrong);
  }
}
