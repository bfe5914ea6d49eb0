package distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The plugin's POM as its text says it: the one place that names what the plugin is and depends on. */
final class PluginPom {
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    private final Element project;

    private PluginPom(Element project) {
        this.project = project;
    }

    /**
     * A direct dependency.
     *
     * @param artifactId the plugin's short name, or the library's name
     * @param version the version; empty where Maven's BOM decides, which means the folder does here
     * @param test whether only tests need it
     * @param optional whether the plugin works without it
     */
    record Dependency(String artifactId, String version, boolean test, boolean optional) {}

    /**
     * Reads a POM.
     *
     * @param file the POM
     * @return its content
     * @throws BuildFailed if it is no well-formed XML
     */
    static PluginPom read(Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return new PluginPom(
                    factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement());
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new BuildFailed(file + " can't be read as a POM: " + e.getMessage());
        }
    }

    /**
     * A text below the project.
     *
     * @param path names of elements, such as {@code scm/url}
     * @return the text with the POM's own properties put in; empty without such an element
     */
    String text(String path) {
        Element element = project;
        for (String name : path.split("/")) {
            element = child(element, name);
            if (element == null) {
                return "";
            }
        }
        return resolve(element.getTextContent().strip());
    }

    /**
     * All direct dependencies, in the POM's order.
     *
     * @return the dependencies
     */
    List<Dependency> dependencies() {
        List<Dependency> found = new ArrayList<>();
        for (Element each : children(child(project, "dependencies"))) {
            found.add(new Dependency(
                    field(each, "artifactId"),
                    field(each, "version"),
                    field(each, "scope").equals("test"),
                    field(each, "optional").equals("true")));
        }
        return found;
    }

    /**
     * The libraries that the hpi carries.
     *
     * @return their artifact ids
     */
    List<String> bundled() {
        String names = text("properties/hpi.bundledArtifacts");
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }

    /**
     * The plugins that the plugin itself needs.
     *
     * @return their short names
     */
    List<String> pluginDependencies() {
        return dependencies().stream()
                .filter(each -> !each.test())
                .map(Dependency::artifactId)
                .filter(name -> !bundled().contains(name))
                .toList();
    }

    private String resolve(String text) {
        Matcher matcher = PROPERTY.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value(matcher.group(1))));
        }
        return matcher.appendTail(resolved).toString();
    }

    private String value(String property) {
        if (property.equals("scmTag")) {
            // Set by the release extension of Maven's; its value for a build that is no release.
            return "HEAD";
        }
        String value = property.startsWith("project.")
                ? text(property.substring("project.".length()))
                : text("properties/" + property);
        if (value.isEmpty()) {
            throw new BuildFailed("pom.xml mentions ${" + property + "}, which it does not define.");
        }
        return value;
    }

    private String field(Element element, String name) {
        Element child = child(element, name);
        return child == null ? "" : resolve(child.getTextContent().strip());
    }

    private static Element child(Element parent, String name) {
        return children(parent).stream()
                .filter(each -> each.getTagName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
