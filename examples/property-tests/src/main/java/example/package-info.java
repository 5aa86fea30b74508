/** A cell of one's own. */
package example;
