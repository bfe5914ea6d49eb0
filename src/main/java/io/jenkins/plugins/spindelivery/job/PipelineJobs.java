package io.jenkins.plugins.spindelivery.job;

import hudson.model.ItemGroup;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;

/** Finds the jobs of pipelines that other pipelines name. */
final class PipelineJobs {
    private PipelineJobs() {}

    /**
     * Finds a pipeline's job. Only in the same folder: a pipeline is nobody's business elsewhere, and ids of copies would
     * be found twice.
     *
     * @param folder where the one that asks is
     * @param application the other pipeline's; empty for any
     * @param pipeline the other pipeline's id, or the name of its job, or its own name
     * @return the job's full name; of several the first by name
     */
    static Optional<String> find(ItemGroup<?> folder, String application, String pipeline) {
        List<WorkflowJob> jobs = folder.getItems().stream()
                .filter(WorkflowJob.class::isInstance)
                .map(WorkflowJob.class::cast)
                .filter(job -> DeliveryDefinition.of(job).isPresent())
                .sorted(Comparator.comparing(WorkflowJob::getName))
                .toList();
        Predicate<Definition> ofApplication =
                definition -> application.isEmpty() || definition.application().equals(application);
        return Stream.<Predicate<WorkflowJob>>of(
                        job -> is(job, ofApplication.and(one -> one.id().equals(pipeline))),
                        job -> job.getName().equals(pipeline),
                        job -> is(job, ofApplication.and(one -> one.name().equals(pipeline))))
                .flatMap(matches -> jobs.stream().filter(matches))
                .findFirst()
                .map(WorkflowJob::getFullName);
    }

    private static boolean is(WorkflowJob job, Predicate<Definition> matches) {
        return DeliveryDefinition.of(job)
                .flatMap(definition -> definition.lastKnown(job))
                .filter(matches)
                .isPresent();
    }
}
