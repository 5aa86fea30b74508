package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.Locale;

/**
 * Dates of a hundred years, from 1950, in the forms people write them in, with the form of ISO
 * 8601. Points separate day, month and year, slashes month, day and year; two digits are a year
 * between 1950 and 2049. Months may be misspelled where no other month is near.
 */
final class DateForms {
  private static final LocalDate FIRST = LocalDate.of(1950, 1, 1);
  private static final int DAYS = 36525;

  /**
   * D day, 0D of two digits; M month as a number, 0M of two digits; N its name, n its first
   * letters; Y year, y its last two digits; T day with its ending; W day of the week, w its first
   * letters.
   */
  private static final List<String> FORMS =
      List.of(
          "{Y}-{0M}-{0D}",
          "{Y}/{M}/{D}",
          "{Y}{0M}{0D}",
          "{D}.{M}.{Y}",
          "{0D}.{0M}.{Y}",
          "{D}.{M}.{y}",
          "{M}/{D}/{Y}",
          "{0M}/{0D}/{y}",
          "{D} {N} {Y}",
          "{0D} {n} {Y}",
          "{D}-{n}-{y}",
          "{D}. {N} '{y}",
          "{N} {D}, {Y}",
          "{n} {D} {Y}",
          "{N} {T}, {Y}",
          "{T} of {N} {Y}",
          "the {T} of {N}, {Y}",
          "{W}, {D} {N} {Y}",
          "{w} {n} {D} {Y}",
          "{w}, {N} the {T} '{y}");

  private DateForms() {}

  static TextPair draw(RandomSource random) {
    LocalDate date = FIRST.plusDays(random.nextInt(DAYS));
    String text = write(date, FORMS.get(random.nextInt(FORMS.size())), random);
    return new TextPair(
        switch (random.nextInt(4)) {
          case 0 -> text.toUpperCase(Locale.ROOT);
          case 1 -> text.toLowerCase(Locale.ROOT);
          default -> text;
        },
        date.toString());
  }

  private static String write(LocalDate date, String form, RandomSource random) {
    String month = titled(date.getMonth());
    String weekday = titled(date.getDayOfWeek());
    return form.replace("{Y}", Integer.toString(date.getYear()))
        .replace("{y}", twoDigits(date.getYear() % 100))
        .replace("{0M}", twoDigits(date.getMonthValue()))
        .replace("{M}", Integer.toString(date.getMonthValue()))
        .replace("{0D}", twoDigits(date.getDayOfMonth()))
        .replace("{D}", Integer.toString(date.getDayOfMonth()))
        .replace("{T}", ordinal(date.getDayOfMonth()))
        .replace("{N}", random.nextInt(4) == 0 ? misspelled(month, random) : month)
        .replace("{n}", month.substring(0, 3))
        .replace("{W}", weekday)
        .replace("{w}", weekday.substring(0, 3));
  }

  /** March and May, June and July are too near each other. */
  private static String misspelled(String month, RandomSource random) {
    return month.length() < 6
        ? month
        : Misspellings.misspelled(month.toLowerCase(Locale.ROOT), random);
  }

  private static String titled(Month month) {
    return titled(month.name());
  }

  private static String titled(DayOfWeek day) {
    return titled(day.name());
  }

  private static String titled(String name) {
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String twoDigits(int number) {
    return (number < 10 ? "0" : "") + number;
  }

  private static String ordinal(int day) {
    boolean teens = day >= 11 && day <= 13;
    return day
        + switch (teens ? 0 : day % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }
}
