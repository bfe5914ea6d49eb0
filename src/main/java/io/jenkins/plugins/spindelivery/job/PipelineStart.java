package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactResolver.Resolution;
import io.jenkins.plugins.spindelivery.engine.pipeline.parameter.ParameterConfig;
import io.jenkins.plugins.spindelivery.engine.pipeline.parameter.ParameterValues;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.PipelineScript;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shapes;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.step.BuildRoots;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayCause;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/**
 * The start of one run: everything that can be wrong is found before anything runs, then the definition is frozen beside
 * the build, and from there on the job's configuration does not matter to the run.
 */
final class PipelineStart {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WorkflowRun run;
    private final TaskListener listener;

    PipelineStart(WorkflowRun run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    /**
     * Starts the run.
     *
     * @param source where the definition is
     * @return the script that runs it
     * @throws AbortException naming everything that is wrong; nothing has run then
     */
    String script(DefinitionSource source) throws IOException, InterruptedException {
        try {
            DefinitionSource.Text text = source.text(run, listener);
            Definition definition = text.read();
            source.keep(run.getParent(), text);
            Parameters.sync(run.getParent(), definition);
            freeze(definition, trigger(definition));
            return PipelineScript.of(definition.graph(), Shapes.of(definition.graph()), PipelineStart::agent);
        } catch (ProblemException e) {
            throw refused(e.problems());
        }
    }

    private static Optional<String> agent(StageNode stage) {
        return StageTypeProvider.typeOf(stage).flatMap(type -> type.agent(stage.json()));
    }

    /**
     * Starts the run once more: with the definition, the trigger and the artifacts of the run that it repeats, whatever
     * the job's definition has become.
     *
     * @throws AbortException when that run is gone, or was none of a Delivery pipeline
     */
    void again() throws IOException {
        ReplayCause cause = run.getCause(ReplayCause.class);
        PipelineRun original = Optional.ofNullable(cause)
                .map(ReplayCause::getOriginal)
                .flatMap(PipelineRuns.get()::of)
                .orElseThrow(() -> refused(List.of(
                        Problem.of("job.replay-nothing", "", cause == null ? "?" : "#" + cause.getOriginalNumber()))));
        PipelineState then = original.state();
        Definition definition = original.definition();
        PipelineRuns.get()
                .begin(
                        run,
                        definition,
                        PipelineState.begin(
                                definition.graph(),
                                then.trigger(),
                                then.artifacts(),
                                then.resolvedExpectedArtifacts()));
    }

    /** Checks everything, and gives what started the run. */
    private ObjectNode trigger(Definition definition) {
        Faults faults = new Faults();
        Map<String, Object> given = BuildRoots.parameters(run);
        ObjectNode trigger = JSON.valueToTree(BuildRoots.trigger(run, given));
        faults.collect(() -> {
            if (definition.disabled()) {
                throw new ProblemException(Category.INPUT, Problem.of("job.disabled", ""));
            }
        });
        faults.collect(() -> DefinitionChecks.check(definition, run.getParent().getParent()));
        faults.collect(() -> trigger.set(
                "parameters", ParameterValues.of(ParameterConfig.of(definition.json()), JSON.valueToTree(given))));
        faults.throwIfAny();
        return trigger;
    }

    private void freeze(Definition definition, ObjectNode trigger) throws IOException {
        Resolution found = new StartArtifacts(run).resolve(definition, trigger);
        PipelineRuns.get()
                .begin(
                        run,
                        definition,
                        PipelineState.begin(
                                definition.graph(), trigger, found.artifacts(), found.resolvedExpectedArtifacts()));
    }

    private static AbortException refused(List<Problem> problems) {
        String all = problems.stream()
                .map(problem -> "- " + problem.describe())
                .distinct()
                .collect(Collectors.joining("\n"));
        return new AbortException(Problem.of("job.refused", "").message() + "\n" + all);
    }
}
