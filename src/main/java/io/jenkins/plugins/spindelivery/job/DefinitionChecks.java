package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.parameter.ParameterConfig;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What keeps a definition from being run, whoever starts it. */
final class DefinitionChecks {
    private DefinitionChecks() {}

    /**
     * Checks a definition.
     *
     * @param definition can be read
     * @throws ProblemException with everything at once: the graph, the parameters, and each stage that can't be run
     */
    static void check(Definition definition) {
        Faults faults = new Faults();
        gather(definition, faults);
        faults.throwIfAny();
    }

    /**
     * As {@link #check}, for whoever has more to check.
     *
     * @param definition can be read
     * @param faults get what is wrong
     */
    static void gather(Definition definition, Faults faults) {
        faults.collect(() -> refuse(definition.graph().problems()));
        faults.collect(() -> ParameterConfig.of(definition.json()));
        for (StageNode stage : definition.stages()) {
            if (!isOff(stage)) {
                faults.collect(() -> refuse(problems(definition, stage)));
            }
        }
    }

    /** Why a stage can't be run. */
    private static List<Problem> problems(Definition definition, StageNode stage) {
        Optional<StageType> type = StageTypeProvider.typeOf(stage);
        if (type.isEmpty()) {
            return List.of(Problem.of("job.stage-unknown", "", stage.describe(), stage.type()));
        }
        DefinitionMapping mapping = new DefinitionMapping(definition, stage);
        List<Problem> problems = new ArrayList<>();
        try {
            type.get().calls(stage.json(), mapping);
        } catch (ProblemException e) {
            problems.addAll(e.problems());
        }
        mapping.findings().stream()
                .filter(finding -> finding.weight() == Finding.Weight.CANNOT)
                .map(Finding::problem)
                .forEach(problems::add);
        return problems.stream().map(problem -> named(problem, stage)).toList();
    }

    private static Problem named(Problem problem, StageNode stage) {
        return problem.where().isEmpty() ? new Problem(problem.code(), problem.arguments(), stage.describe()) : problem;
    }

    /** Whether a stage is switched off for good: people do so with what they can't run. */
    private static boolean isOff(StageNode stage) {
        JsonNode enabled = stage.json().path("stageEnabled");
        JsonNode condition = enabled.isObject() ? enabled.path("expression") : enabled;
        return Set.of("false", "${false}").contains(condition.asText().replace(" ", ""));
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
    }
}
