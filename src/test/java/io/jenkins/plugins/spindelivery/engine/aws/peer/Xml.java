package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** An XML reply that rules read and change. */
final class Xml {
    private final Document document;

    private Xml(Document document) {
        this.document = document;
    }

    static Xml of(PeerReply reply) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return new Xml(factory.newDocumentBuilder().parse(new ByteArrayInputStream(reply.body())));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("not XML: " + reply.text(), e);
        }
    }

    Element root() {
        return document.getDocumentElement();
    }

    /** The elements of a list, such as all {@code item}s of the {@code instancesSet}s. */
    List<Element> items(String list) {
        return items(root(), list);
    }

    static List<Element> items(Element within, String list) {
        List<Element> found = new ArrayList<>();
        for (Element each : all(within, list)) {
            found.addAll(children(each));
        }
        return found;
    }

    private static List<Element> all(Element within, String name) {
        List<Element> found = new ArrayList<>();
        var nodes = within.getElementsByTagName(name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    static List<Element> children(Element of) {
        List<Element> found = new ArrayList<>();
        for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    static Optional<Element> child(Element of, String name) {
        return children(of).stream()
                .filter(element -> element.getTagName().equals(name))
                .findFirst();
    }

    /** The text of a child; empty when there is none. */
    static String text(Element of, String child) {
        return child(of, child).map(found -> found.getTextContent().strip()).orElse("");
    }

    /** The first element of that name anywhere within. */
    static Optional<Element> find(Element within, String name) {
        return all(within, name).stream().findFirst();
    }

    /** The texts of all elements of that name. */
    List<String> all(String name) {
        return all(root(), name).stream()
                .map(element -> element.getTextContent().strip())
                .toList();
    }

    /** The first list of that name; made, in the result of a query protocol, if it is not there. */
    Element list(String name) {
        return find(root(), name)
                .orElseGet(() -> add(children(root()).stream().findFirst().orElse(root()), name));
    }

    /** The text of the first element of that name anywhere; empty when there is none. */
    String first(String name) {
        return all(root(), name).stream()
                .map(found -> found.getTextContent().strip())
                .findFirst()
                .orElse("");
    }

    /** Sets the text of a child and makes it if it is not there; an empty name means the element itself. */
    Element set(Element of, String child, String text) {
        Element target = child(of, child).orElseGet(() -> add(of, child));
        target.setTextContent(text);
        return target;
    }

    Element add(Element to, String name) {
        Element made = document.createElement(name);
        to.appendChild(made);
        return made;
    }

    static void remove(Element element) {
        element.getParentNode().removeChild(element);
    }

    /** The reply with what it became. */
    PeerReply to(PeerReply reply) {
        try {
            Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter out = new StringWriter();
            transformer.transform(new DOMSource(document), new StreamResult(out));
            return reply.text(out.toString());
        } catch (TransformerException e) {
            throw new IllegalStateException("a document can always be written", e);
        }
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
