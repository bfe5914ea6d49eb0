package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What surrounds a stage in a test. */
final class MappingStub implements Mapping {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, ObjectNode> artifacts = new LinkedHashMap<>();
    final List<ObjectNode> details = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    boolean running;
    boolean knowsJobs = true;

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String application() {
        return "shop";
    }

    @Override
    public Optional<ObjectNode> artifact(String id) {
        return Optional.ofNullable(artifacts.get(id));
    }

    @Override
    public Optional<String> job(String application, String pipeline) {
        return knowsJobs ? Optional.of(application + "/" + pipeline) : Optional.empty();
    }

    @Override
    public List<ObjectNode> deploymentDetails() {
        return details;
    }

    @Override
    public boolean running() {
        return running;
    }

    @Override
    public void found(Finding finding) {
        findings.add(finding);
    }

    /** The codes of what was found, without the family's name. */
    List<String> codes() {
        return findings.stream()
                .map(finding -> finding.problem().code().replaceFirst("^pipeline\\.", ""))
                .toList();
    }
}
