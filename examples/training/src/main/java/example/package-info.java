/** Trains a language model, saves it, and resumes where it stopped. */
package example;
