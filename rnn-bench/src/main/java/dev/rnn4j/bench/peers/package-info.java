/**
 * The comparison with other engines, {@code rnn bench --peers}. Every engine runs in a JVM of its
 * own, which gets one task and ends; this package holds the comparison, what is compared, the
 * seeded data all engines compute on, and our own adapter, which {@code rnn bench} measures, too.
 * The adapters of the rivals, which need their libraries, are modules of the Maven profile {@code
 * peers}.
 */
@NullMarked
package dev.rnn4j.bench.peers;

import org.jspecify.annotations.NullMarked;
