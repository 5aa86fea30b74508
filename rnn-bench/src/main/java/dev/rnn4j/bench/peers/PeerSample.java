package dev.rnn4j.bench.peers;

/**
 * What one round measured.
 *
 * @param nanos the time
 * @param kilobytes the most memory that was resident; 0 if unknown
 */
record PeerSample(double nanos, long kilobytes) {}
