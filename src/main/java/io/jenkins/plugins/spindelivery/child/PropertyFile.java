package io.jenkins.plugins.spindelivery.child;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import jenkins.util.VirtualFile;

/** A file that a build has archived, and what is in it: properties, JSON or YAML, by the end of its name. */
final class PropertyFile {
    /** What a step returns is kept with its build. */
    static final int MOST_BYTES = 1024 * 1024;

    private static final int MOST_LISTED = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private PropertyFile() {}

    /**
     * Reads the properties of a build.
     *
     * @param run a build that has ended
     * @param name the path of an archived file, or its name alone when there is one of that name
     * @return by key
     * @throws ProblemException when there is no such file, it is empty, too large or not what its name says; never with
     *     what is in it
     */
    static Map<String, Object> read(Run<?, ?> run, String name) {
        try {
            VirtualFile file = run.getArtifactManager().root().child(path(run, name));
            if (file.length() > MOST_BYTES) {
                throw failed("child.property-file-large", name, run, MOST_BYTES);
            }
            byte[] content;
            try (InputStream in = file.open()) {
                content = in.readNBytes(MOST_BYTES + 1);
            }
            if (content.length > MOST_BYTES) {
                throw failed("child.property-file-large", name, run, MOST_BYTES);
            }
            Map<String, Object> values = parse(run, name, new String(content, StandardCharsets.UTF_8));
            if (values.isEmpty()) {
                throw failed("child.property-file-empty", name, run);
            }
            return values;
        } catch (IOException e) {
            throw failed("child.property-file-unreadable", name, run, String.valueOf(e.getMessage()));
        }
    }

    /** Only what is listed as archived: no path leads out of that. */
    private static String path(Run<?, ?> run, String name) {
        List<? extends Run<?, ?>.Artifact> artifacts = run.getArtifacts();
        List<String> named = artifacts.stream()
                .filter(artifact -> artifact.getFileName().equals(name))
                .map(artifact -> artifact.relativePath)
                .toList();
        boolean whole = artifacts.stream().anyMatch(artifact -> artifact.relativePath.equals(name));
        if (whole) {
            return name;
        } else if (named.size() == 1) {
            return named.get(0);
        }
        String there = String.join(
                ", ",
                artifacts.stream()
                        .limit(MOST_LISTED)
                        .map(artifact -> artifact.relativePath)
                        .toList());
        throw failed(
                named.isEmpty() ? "child.property-file-missing" : "child.property-file-several",
                name,
                run,
                there.isEmpty() ? "-" : there);
    }

    private static Map<String, Object> parse(Run<?, ?> run, String name, String text) throws IOException {
        String end = name.toLowerCase(Locale.ROOT);
        if (text.isBlank()) {
            return Map.of();
        } else if (end.endsWith(".json")) {
            try {
                return map(run, name, JSON.readTree(text));
            } catch (JsonProcessingException e) {
                // Jackson's words quote the text.
                throw failed("child.property-file-form", name, run);
            }
        } else if (end.endsWith(".yml") || end.endsWith(".yaml")) {
            List<YamlDocument> documents =
                    YamlReader.documents(name, text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT);
            return documents.size() == 1 ? map(run, name, documents.get(0).root()) : map(run, name, JSON.missingNode());
        }
        return properties(run, name, text);
    }

    private static Map<String, Object> map(Run<?, ?> run, String name, JsonNode tree) {
        if (!tree.isObject()) {
            throw failed("child.property-file-form", name, run);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        tree.fields()
                .forEachRemaining(
                        field -> values.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class)));
        return values;
    }

    private static Map<String, Object> properties(Run<?, ?> run, String name, String text) throws IOException {
        Properties read = new Properties();
        try {
            read.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw failed("child.property-file-form", name, run);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        new TreeSet<>(read.stringPropertyNames()).forEach(key -> values.put(key, read.getProperty(key)));
        return values;
    }

    private static ProblemException failed(String code, String name, Run<?, ?> run, Object... more) {
        Object[] arguments = new Object[2 + more.length];
        arguments[0] = name;
        arguments[1] = run.getFullDisplayName();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return new ProblemException(Category.FAILED, Problem.of(code, "propertyFile", arguments));
    }
}
