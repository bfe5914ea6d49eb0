package io.jenkins.plugins.spindelivery.child;

import hudson.Extension;
import hudson.Functions;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.delivery.OperationTypes;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Begins to start other jobs. */
public final class ChildJobs {
    private ChildJobs() {}

    /**
     * What is wanted of a job.
     *
     * @param job its name, as seen from the build's
     * @param parameters texts by name
     * @param waits whether to wait for the end
     * @param unstableIsSuccess whether an unstable build is as good as one that succeeded
     * @param propertyFile the archived file to read; empty for none
     */
    public record Wish(
            String job,
            Map<String, String> parameters,
            boolean waits,
            boolean unstableIsSuccess,
            String propertyFile) {}

    /**
     * The work of starting a job, not yet begun.
     *
     * @param context of the build that starts it
     * @param wish what is wanted
     * @return the work
     * @throws ProblemException when the job may not, or can't, be started so
     */
    public static Task start(StageContext context, Wish wish) {
        Job<?, ?> job = Jobs.startable(context, wish.job());
        ChildParameters.of(job, wish.parameters());
        if (wish.waits()) {
            Jobs.requireOther(job, context.run());
        } else if (!wish.propertyFile().isEmpty()) {
            throw new ProblemException(Category.INPUT, Problem.of("child.property-file-wait", "propertyFile"));
        }
        if (!wish.propertyFile().isEmpty()) {
            requireReadable(context, job);
        }
        return new Task.Work<>(
                new StartJob(),
                new StartJobState(
                        StartJobState.VERSION,
                        UUID.randomUUID().toString(),
                        context.run().getExternalizableId(),
                        job.getFullName(),
                        wish.parameters(),
                        wish.waits(),
                        wish.unstableIsSuccess(),
                        wish.propertyFile(),
                        context.operation().clock().millis(),
                        0,
                        0,
                        0,
                        false,
                        false));
    }

    private static void requireReadable(StageContext context, Job<?, ?> job) {
        try (ACLContext as = ACL.as2(context.authentication())) {
            boolean readable = job.hasPermission(Item.READ)
                    && (!Functions.isArtifactsPermissionEnabled() || job.hasPermission(Run.ARTIFACTS));
            if (!readable) {
                throw new ProblemException(
                        Category.ACCESS,
                        Problem.of(
                                "child.property-file-permission",
                                "propertyFile",
                                context.authentication().getName(),
                                job.getFullName()));
            }
        }
    }

    /** Makes the operation known. */
    @Extension
    public static final class Types implements OperationTypes {
        @Override
        public Optional<Known<?, ?>> find(String type) {
            return type.equals("startJob")
                    ? Optional.of(new Known<>(new StartJob(), ChildJobs::result))
                    : Optional.empty();
        }
    }

    private static StageResult result(StartJobResult ended) {
        return new StageResult(StageStatus.valueOf(ended.status().name()), ended.value(), ended.errors());
    }
}
