package io.jenkins.plugins.spindelivery.editor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Mapping;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What surrounds a stage in a form: nothing is known but the stage itself, and nothing has run. */
final class FormMapping implements Mapping {
    private final List<Finding> findings = new ArrayList<>();

    @Override
    public String application() {
        return "";
    }

    @Override
    public Optional<ObjectNode> artifact(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<String> job(String application, String pipeline) {
        return Optional.empty();
    }

    @Override
    public List<ObjectNode> deploymentDetails() {
        return List.of();
    }

    @Override
    public boolean running() {
        return false;
    }

    @Override
    public void found(Finding finding) {
        findings.add(finding);
    }

    /** Whether the stage can't be run at all. */
    boolean cannot() {
        return findings.stream().anyMatch(finding -> finding.weight() == Finding.Weight.CANNOT);
    }

    /** What a person should know. */
    List<Problem> notes() {
        return findings.stream()
                .filter(finding -> finding.weight() != Finding.Weight.NOTE)
                .map(Finding::problem)
                .toList();
    }
}
