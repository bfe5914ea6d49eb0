package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.StreamReaders;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a kubeconfig's YAML (or JSON) into a tree whose scalars are all text: a token of digits stays what it is. Error
 * messages name places, never content, which may be a credential.
 */
final class KubeconfigText {
    private static final int MAX_CHARACTERS = 8 << 20;
    private static final int MAX_DEPTH = 30;

    private KubeconfigText() {}

    static ObjectNode parse(String name, String text) {
        if (text.isBlank()) {
            throw garbage(Problem.of("kubernetes.kubeconfig-empty", name));
        }
        if (text.length() > MAX_CHARACTERS) {
            throw garbage(Problem.of("kubernetes.kubeconfig-too-large", "", name));
        }
        Node root = compose(name, text);
        if (!(root instanceof MappingNode)) {
            throw garbage(Problem.of("kubernetes.kubeconfig-not-map", name));
        }
        return (ObjectNode) tree(name, root, 0);
    }

    private static Node compose(String name, String text) {
        LoaderOptions limits = new LoaderOptions();
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setMaxAliasesForCollections(50);
        StreamReader reader =
                StreamReaders.of(text).orElseThrow(() -> garbage(Problem.of("kubernetes.kubeconfig-bad-yaml", name)));
        try {
            return new Composer(new ParserImpl(reader, limits), new Resolver(), limits).getSingleNode();
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            String where = line == 0 ? name : name + ":" + line;
            // The cause quotes the line around the fault, and that may be a key or a token.
            throw garbage(Problem.of("kubernetes.kubeconfig-bad-yaml", where));
        } catch (YAMLException e) {
            throw garbage(Problem.of("kubernetes.kubeconfig-bad-yaml", name));
        }
    }

    private static JsonNode tree(String name, Node node, int depth) {
        if (depth > MAX_DEPTH) {
            // An alias to its own parent.
            throw garbage(Problem.of("kubernetes.kubeconfig-bad-yaml", place(name, node)));
        }
        if (node instanceof MappingNode map) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (NodeTuple entry : map.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    throw garbage(Problem.of("kubernetes.kubeconfig-bad-yaml", place(name, entry.getKeyNode())));
                }
                if (key.getTag().equals(Tag.MERGE)) {
                    throw garbage(Problem.of("kubernetes.kubeconfig-merge-key", place(name, key)));
                }
                if (object.replace(key.getValue(), tree(name, entry.getValueNode(), depth + 1)) != null) {
                    throw garbage(Problem.of("kubernetes.kubeconfig-duplicate-key", place(name, key), key.getValue()));
                }
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            sequence.getValue().forEach(item -> array.add(tree(name, item, depth + 1)));
            return array;
        }
        boolean empty = node.getTag().equals(Tag.NULL);
        return empty
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.textNode(((ScalarNode) node).getValue());
    }

    private static String place(String name, Node node) {
        return name + ":" + (node.getStartMark().getLine() + 1);
    }

    private static ProblemException garbage(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
