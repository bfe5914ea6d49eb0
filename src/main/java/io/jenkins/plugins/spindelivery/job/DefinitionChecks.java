package io.jenkins.plugins.spindelivery.job;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.ItemGroup;
import io.jenkins.plugins.spindelivery.engine.pipeline.Checks;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.window.ExecutionWindows;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What keeps a definition from being run here, whoever starts it. */
final class DefinitionChecks {
    private DefinitionChecks() {}

    /**
     * Checks a definition.
     *
     * @param definition can be read
     * @param folder where its job is, for pipelines that it starts; {@code null} where there is no job, and each counts as
     *     being there
     * @throws ProblemException with everything at once: the graph, the parameters, and each stage that can't be run
     */
    static void check(Definition definition, @CheckForNull ItemGroup<?> folder) {
        Checks checks = new Checks(
                StageTypeProvider::named,
                (application, pipeline) ->
                        folder == null ? Optional.of(pipeline) : PipelineJobs.find(folder, application, pipeline),
                ExecutionWindows.zone(definition.json(), ZoneId.systemDefault()));
        List<Problem> problems = Checks.problems(checks.of(definition));
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
    }
}
