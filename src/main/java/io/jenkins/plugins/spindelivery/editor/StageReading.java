package io.jenkins.plugins.spindelivery.editor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.DefinitionMapping;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding.Weight;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.step.StepCalls;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.Step;

/**
 * What a form makes of a stage.
 *
 * @param step whose form shows the stage; none where no form of one step shows all of it
 * @param notes why there is none, or what is done otherwise than in Spinnaker
 */
record StageReading(Optional<Step> step, List<Problem> notes) {

    /** Reads a stage. */
    static StageReading of(StageType type, ObjectNode stage, Surroundings around) {
        DefinitionMapping mapping = around.mapping(stage);
        try {
            List<StepCall> calls = type.calls(stage, mapping);
            List<Problem> notes = notes(mapping);
            boolean can = mapping.findings().stream().noneMatch(finding -> finding.weight() == Weight.CANNOT);
            return new StageReading(
                    can && calls.size() == 1 ? Optional.of(StepCalls.step(calls.get(0))) : Optional.empty(), notes);
        } catch (ProblemException e) {
            return new StageReading(Optional.empty(), e.problems());
        }
    }

    private static List<Problem> notes(DefinitionMapping mapping) {
        return mapping.findings().stream()
                .filter(finding -> finding.weight() != Weight.NOTE)
                .map(Finding::problem)
                .toList();
    }
}
