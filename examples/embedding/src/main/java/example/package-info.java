/** An application that embeds rnn4j. */
package example;
