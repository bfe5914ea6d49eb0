package io.jenkins.plugins.spindelivery.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** A POM as its text says it, without parents and without resolving anything. */
final class Pom {
    private final Document document;

    private Pom(Document document) {
        this.document = document;
    }

    static Pom read(Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return new Pom(factory.newDocumentBuilder().parse(file.toFile()));
        } catch (Exception e) {
            throw new AssertionError(file + " is no readable POM", e);
        }
    }

    String text(String path) {
        List<String> found = texts(path);
        return found.isEmpty() ? "" : found.get(0);
    }

    List<String> texts(String path) {
        NodeList nodes = nodes(path);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent().strip());
        }
        return texts;
    }

    int count(String path) {
        return nodes(path).getLength();
    }

    String property(String name) {
        return text("/project/properties/*[name() = '" + name + "']");
    }

    /** The artifact ids of the direct dependencies of some scopes. */
    List<String> dependencies(String... scopes) {
        List<String> found = new ArrayList<>();
        for (String artifactId : texts("/project/dependencies/dependency/artifactId")) {
            String scope = text("/project/dependencies/dependency[artifactId = '" + artifactId + "']/scope");
            if (Arrays.asList(scopes).contains(scope.isEmpty() ? "compile" : scope)) {
                found.add(artifactId);
            }
        }
        return found;
    }

    String dependencyVersion(String artifactId) {
        return text("/project/dependencies/dependency[artifactId = '" + artifactId + "']/version");
    }

    private NodeList nodes(String path) {
        try {
            return (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
        } catch (XPathExpressionException e) {
            throw new AssertionError(path + " is no XPath", e);
        }
    }
}
