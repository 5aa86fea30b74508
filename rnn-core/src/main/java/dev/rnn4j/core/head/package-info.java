/** What training minimises. May depend on {@code core.kernel} and {@code core.tensor}. */
@NullMarked
package dev.rnn4j.core.head;

import org.jspecify.annotations.NullMarked;
