package dev.rnn4j.train.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Labelled texts that every JDK carries: the names of countries, languages, scripts and currencies
 * in twenty languages that are written in Latin letters, from the Unicode CLDR. The label is the
 * language a name is in. Enough real structure to see a classifier learn without any file; another
 * JDK release may know more names.
 *
 * <p>Left out are what a language has no name for, where Java gives a code or the English name, and
 * names that several languages share, to which there is no answer.
 */
public final class LocaleNames {
  private static final List<String> LANGUAGES =
      List.of(
          "cs", "da", "de", "en", "es", "et", "fi", "fr", "hu", "id", "it", "lt", "nl", "pl", "pt",
          "ro", "sk", "sv", "tr", "vi");

  private LocaleNames() {}

  /**
   * All names.
   *
   * @return by language, in an order that is always the same; none twice
   */
  public static List<LabelledText> all() {
    List<Set<String>> names = LANGUAGES.stream().map(code -> names(Locale.of(code))).toList();
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String label = Locale.of(LANGUAGES.get(i)).getDisplayLanguage(Locale.ENGLISH);
      for (String name : names.get(i)) {
        if (names.stream().filter(others -> others.contains(name)).count() == 1) {
          texts.add(new LabelledText(name, label));
        }
      }
    }
    return texts;
  }

  private static Set<String> names(Locale in) {
    Set<String> names = new LinkedHashSet<>();
    add(
        names,
        Arrays.stream(Locale.getISOCountries()),
        code -> new Locale.Builder().setRegion(code).build().getDisplayCountry(in));
    add(
        names,
        Arrays.stream(Locale.getISOLanguages()),
        code -> Locale.of(code).getDisplayLanguage(in));
    add(
        names,
        Stream.of("Arab", "Cyrl", "Grek", "Hans", "Hebr", "Latn", "Thai"),
        code -> new Locale.Builder().setScript(code).build().getDisplayScript(in));
    add(
        names,
        Currency.availableCurrencies().map(Currency::getCurrencyCode).sorted(),
        code -> Currency.getInstance(code).getDisplayName(in));
    return names;
  }

  private static void add(Set<String> names, Stream<String> codes, Function<String, String> name) {
    codes.forEach(code -> {
      String found = name.apply(code);
      if (!found.equalsIgnoreCase(code)) {
        names.add(found);
      }
    });
  }
}
