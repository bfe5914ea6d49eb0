package io.jenkins.plugins.spindelivery.job;

import hudson.EnvVars;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.ExecutionFacts;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineScope;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineScopes;
import io.jenkins.plugins.spindelivery.step.BuildRoots;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;

/** What stages see of their run, and of the pipelines beside it. */
final class RunScopes {
    private static final Logger LOGGER = Logger.getLogger(RunScopes.class.getName());

    private RunScopes() {}

    /**
     * What a stage sees.
     *
     * @param pipeline its run
     * @param refId the stage
     * @return as things are now
     */
    static PipelineScope of(PipelineRun pipeline, String refId) {
        return PipelineScopes.of(pipeline.definition(), pipeline.state(), refId, facts(pipeline));
    }

    /**
     * What the expressions of a stage see: its run, and the build's variables as {@code env}.
     *
     * @param pipeline its run
     * @param refId the stage
     * @return as things are now
     */
    static ExpressionContext expressions(PipelineRun pipeline, String refId) {
        PipelineScope scope = of(pipeline, refId);
        Map<String, Object> roots = new LinkedHashMap<>();
        roots.put("env", new LinkedHashMap<>(environment(pipeline)));
        roots.putAll(scope.roots());
        return ExpressionContext.of(roots).withUser(user(pipeline)).withStages(scope.stages());
    }

    /**
     * The job of another pipeline: one beside the run's own, or one that is named in full.
     *
     * @param pipeline the run that asks
     * @param application the other pipeline's; empty where it does not matter
     * @param other the other pipeline's id, or its name, or the name of its job
     * @return the job's full name
     */
    static Optional<String> job(PipelineRun pipeline, String application, String other) {
        return job(pipeline.run().getParent().getParent(), application, other).map(WorkflowJob::getFullName);
    }

    /**
     * The job of a pipeline.
     *
     * @param folder where it is looked for
     * @param application the pipeline's; empty where it does not matter
     * @param other the pipeline's id, or its name, or the name of its job
     * @return the job
     */
    static Optional<WorkflowJob> job(ItemGroup<?> folder, String application, String other) {
        boolean anyApplication = application == null || application.isEmpty();
        return find(
                        folder,
                        (job, definition) -> (anyApplication
                                        || definition.application().isEmpty()
                                        || definition.application().equals(application))
                                && (definition.id().equals(other)
                                        || definition.name().equals(other)))
                .or(() -> find(folder, (job, definition) -> job.getName().equals(other)))
                .map(Named::job);
    }

    private record Named(WorkflowJob job, Definition definition) {}

    private static Optional<Named> find(ItemGroup<?> folder, BiPredicate<WorkflowJob, Definition> wanted) {
        Collection<? extends Item> items;
        // The threads of the pool are nobody, who may see no job. What the build may start is checked by its steps.
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            items = folder.getItems();
        }
        return items.stream()
                .filter(WorkflowJob.class::isInstance)
                .map(WorkflowJob.class::cast)
                .flatMap(
                        job -> DeliveryDefinition.of(job)
                                .flatMap(known -> known.lastKnown(job))
                                .map(definition -> new Named(job, definition))
                                .stream())
                .filter(named -> wanted.test(named.job(), named.definition()))
                .findFirst();
    }

    private static ExecutionFacts facts(PipelineRun pipeline) {
        Run<?, ?> run = pipeline.run();
        Definition definition = pipeline.definition();
        return ExecutionFacts.of(
                        definition,
                        run.getExternalizableId(),
                        run.getNumber(),
                        Words.url(run.getUrl()),
                        run.getStartTimeInMillis(),
                        BuildRoots.user(run).orElse(""))
                .withPipelineIds(name -> find(
                                run.getParent().getParent(),
                                (job, other) -> other.application().equals(definition.application())
                                        && other.name().equals(name))
                        .map(named -> named.definition().id()));
    }

    private static String user(PipelineRun pipeline) {
        return BuildRoots.user(pipeline.run()).orElse("anonymous");
    }

    private static EnvVars environment(PipelineRun pipeline) {
        try {
            return pipeline.run().getEnvironment(TaskListener.NULL);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot find out the variables of " + pipeline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new EnvVars();
    }
}
