package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the literal trees of these tests; times must be quoted. */
final class Trees {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Trees() {}

    static List<JsonNode> table(String resource) throws IOException {
        try (InputStream in = Trees.class.getResourceAsStream(resource)) {
            List<JsonNode> trees = new ArrayList<>();
            yaml().loadAll(in).forEach(each -> trees.add(JSON.valueToTree(each)));
            return trees;
        }
    }

    static ObjectNode object(String text) {
        return JSON.valueToTree(yaml().load(text));
    }

    private static Yaml yaml() {
        return new Yaml(new SafeConstructor(new LoaderOptions()));
    }
}
