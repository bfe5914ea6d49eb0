package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The project's own pipelines in {@code examples/pipelines}. */
public final class SamplePipelines {
    private SamplePipelines() {}

    /**
     * Each pipeline by its file's name.
     *
     * @return in the order of the names
     */
    public static Map<String, Definition> all() {
        Path here = Path.of("examples/pipelines");
        Path folder = Files.isDirectory(here) ? here : Path.of("..").resolve(here);
        Map<String, Definition> pipelines = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                String name = file.getFileName().toString();
                pipelines.put(name, Definition.read(name, Files.readAllBytes(file), Definition.LIMITS));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pipelines;
    }

    /**
     * The calls of all stages of a pipeline, as an importer sees them.
     *
     * @param pipeline the pipeline
     * @param findings is given what was found
     * @return in the stages' order
     */
    public static List<StepCall> calls(Definition pipeline, List<Finding> findings) {
        List<StepCall> calls = new ArrayList<>();
        for (StageNode stage : pipeline.stages()) {
            MappingStub mapping = mapping(pipeline);
            calls.addAll(StageTypes.of(stage).orElseThrow().calls(stage.json(), mapping));
            findings.addAll(mapping.findings);
        }
        return calls;
    }

    static MappingStub mapping(Definition pipeline) {
        MappingStub mapping = new MappingStub();
        List<JsonNode> expected = new ArrayList<>(pipeline.expectedArtifacts());
        pipeline.stages()
                .forEach(stage -> stage.json().path("expectedArtifacts").forEach(expected::add));
        expected.forEach(artifact -> mapping.artifacts.put(artifact.path("id").asText(), (ObjectNode)
                artifact.path(artifact.has("defaultArtifact") ? "defaultArtifact" : "matchArtifact")));
        return mapping;
    }
}
