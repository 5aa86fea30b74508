/** Models of one's own, made of the parts of rnn-core and trained by rnn-train. */
package example;
