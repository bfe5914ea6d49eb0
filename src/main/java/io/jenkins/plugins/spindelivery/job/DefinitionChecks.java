package io.jenkins.plugins.spindelivery.job;

import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.parameter.ParameterConfig;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;

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
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
    }
}
