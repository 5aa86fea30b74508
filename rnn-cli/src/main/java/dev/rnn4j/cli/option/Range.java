package dev.rnn4j.cli.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The whole numbers that an option takes; every option of type {@code int} has one. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Range {
  int least();

  /** By default as many as an array can have elements: no limit that anyone meets. */
  int most() default Integer.MAX_VALUE;
}
