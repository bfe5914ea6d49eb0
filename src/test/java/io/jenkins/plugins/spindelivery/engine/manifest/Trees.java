package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.Yaml;

/** Trees written as YAML, for tests of what comes after reading. */
public final class Trees {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Trees() {}

    /** One document. */
    public static ObjectNode tree(String yaml) {
        return JSON.valueToTree(new Yaml().load(yaml));
    }

    /** Documents from {@code test.yaml}, each with the line where it starts. */
    public static List<Manifest> manifests(String yaml) {
        List<Manifest> manifests = new ArrayList<>();
        int line = 1;
        for (String document : yaml.split("(?m)^---\\n")) {
            manifests.add(new Manifest(tree(document), new Source("test.yaml", line)));
            line += document.split("\n", -1).length;
        }
        return manifests;
    }

    /** One document from {@code test.yaml}. */
    public static Manifest manifest(String yaml) {
        return new Manifest(tree(yaml), new Source("test.yaml", 1));
    }
}
