/**
 * Deeplearning4j, whose layers loop over time in Java and compute in native operators. Its last
 * release is of 2022.
 */
@NullMarked
package dev.rnn4j.bench.peers.dl4j;

import org.jspecify.annotations.NullMarked;
