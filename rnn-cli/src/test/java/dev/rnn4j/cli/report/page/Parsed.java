package dev.rnn4j.cli.report.page;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A page as a parser of XML understands it, which finds whatever is not well-formed. */
public record Parsed(Document document) {
  public static Parsed of(Block... blocks) {
    return of(new Page("page").addAll(List.of(blocks)).html());
  }

  /** Fails if the page is not well-formed, or needs anything but itself. */
  public static Parsed of(String html) {
    String lower = html.toLowerCase(Locale.ROOT);
    for (String foreign :
        List.of("http:", "https:", "<script", "<link", "<img", "url(", "@import")) {
      assertFalse(lower.contains(foreign), foreign);
    }
    try {
      return new Parsed(
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(html))));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError(html, e);
    }
  }

  public List<Element> all(String element) {
    NodeList nodes = document.getElementsByTagName(element);
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      all.add((Element) nodes.item(i));
    }
    return all;
  }

  public List<String> texts(String element) {
    return all(element).stream().map(Element::getTextContent).toList();
  }

  /** Values of an attribute of those elements that are of a class. */
  public List<String> values(String element, String ofClass, String attribute) {
    return all(element).stream()
        .filter(each -> List.of(each.getAttribute("class").split(" ")).contains(ofClass))
        .map(each -> each.getAttribute(attribute))
        .toList();
  }
}
