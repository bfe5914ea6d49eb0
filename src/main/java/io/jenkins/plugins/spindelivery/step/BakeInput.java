package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that is rendered, or one file of values. Exactly one of file, artifact, content and chart is given.
 *
 * @param file a path in the workspace; a folder too
 * @param artifact an address, as of manifests
 * @param account who reads there
 * @param content in Base64
 * @param chart the name of a chart that Helm fetches by itself
 * @param version of that chart; empty for the newest
 * @param repository its URL, or the name that the agent's Helm knows it by
 * @param name what a fetched file is called
 */
record BakeInput(
        String file,
        String artifact,
        String account,
        String content,
        String chart,
        String version,
        String repository,
        String name) {

    /**
     * Reads an input.
     *
     * @param index its place, from 0
     * @param tree a map
     * @return the input
     * @throws ProblemException when it is none
     */
    static BakeInput of(int index, JsonNode tree) {
        BakeInput input = new BakeInput(
                text(tree, "file"),
                text(tree, "artifact"),
                text(tree, "artifactAccount"),
                text(tree, "content"),
                text(tree, "chart"),
                text(tree, "version"),
                text(tree, "repository"),
                text(tree, "name"));
        long given = Stream.of(input.file, input.artifact, input.content, input.chart)
                .filter(text -> !text.isEmpty())
                .count();
        boolean flag = input.chart.startsWith("-") || input.repository.startsWith("-");
        if (given != 1 || flag || index > 0 && !input.chart.isEmpty()) {
            throw new ProblemException(Category.INPUT, Problem.of("step.bake-manifest-input", "inputs", index + 1));
        }
        if (!input.file.isEmpty()) {
            WorkspaceFiles.requireInside(input.file);
        }
        return input;
    }

    private static String text(JsonNode tree, String key) {
        return tree.path(key).isNull() ? "" : tree.path(key).asText("").strip();
    }

    /** The name of the file that it becomes: nothing that leads elsewhere. */
    String fileName() {
        List<String> parts = List.of((name.isEmpty() ? artifact.replaceAll("[?#].*", "") : name).split("[/\\\\]"));
        String last = parts.get(parts.size() - 1).replaceAll("[^A-Za-z0-9._-]", "_");
        return last.isEmpty() || last.startsWith(".") || last.startsWith("-") ? "input" : last;
    }

    /** Whether it is a packed folder. */
    boolean isPacked() {
        return fileName().endsWith(".tgz") || fileName().endsWith(".tar.gz");
    }

    byte[] decoded() {
        try {
            return Base64.getMimeDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Category.INPUT, List.of(Problem.of("step.bake-manifest-value", "inputs", "content", "…")), e);
        }
    }
}
