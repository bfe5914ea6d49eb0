package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding.Weight;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Optional;

/** One stage's mapping together with the stage's name, for findings. */
record Report(Mapping mapping, String where) {
    /** What is known of a stage that stands alone. */
    private static final Mapping ALONE = new Mapping() {
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
            // Nobody asked.
        }
    };

    static Report of(ObjectNode stage, Mapping mapping) {
        return new Report(mapping, StageNode.of(stage).describe());
    }

    /** For looking at what was written: nothing around the stage, and nobody who reads findings. */
    static Report silent(ObjectNode stage) {
        return of(stage, ALONE);
    }

    boolean running() {
        return mapping.running();
    }

    void cannot(String code, Object... arguments) {
        cannot(Problem.of(code, where, arguments));
    }

    void cannot(Problem problem) {
        mapping.found(new Finding(Weight.CANNOT, problem));
    }

    void changes(String code, Object... arguments) {
        mapping.found(new Finding(Weight.CHANGES, Problem.of(code, where, arguments)));
    }

    void note(String code, Object... arguments) {
        mapping.found(new Finding(Weight.NOTE, Problem.of(code, where, arguments)));
    }
}
