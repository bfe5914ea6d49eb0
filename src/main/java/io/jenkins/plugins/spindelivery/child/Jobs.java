package io.jenkins.plugins.spindelivery.child;

import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Items;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;

/** Finds the jobs that a build may start. */
public final class Jobs {
    private Jobs() {}

    /**
     * A job that is to be started. Whoever the build runs as has to have the permission to build it, as with every other
     * way in which one job starts another.
     *
     * @param context of the build
     * @param name of the job, as seen from the build's
     * @return the job
     * @throws ProblemException when there is no such job, or it may not, or can't, be built
     */
    public static Job<?, ?> startable(StageContext context, String name) {
        ItemGroup<?> from = context.run().getParent().getParent();
        try (ACLContext as = ACL.as2(context.authentication())) {
            if (name.isBlank()) {
                throw refused("child.job-blank");
            }
            Item item = Jenkins.get().getItem(name.strip(), from, Item.class);
            if (!(item instanceof Job<?, ?> job)) {
                throw refused("child.job-missing", name, like(name, from));
            }
            if (!job.hasPermission(Item.BUILD)) {
                String who = context.authentication().getName();
                throw new ProblemException(
                        Category.ACCESS, Problem.of("child.job-permission", "", who, job.getFullName()));
            }
            if (!(job instanceof ParameterizedJob<?, ?> startable) || !job.isBuildable() || startable.isDisabled()) {
                throw refused("child.job-not-buildable", job.getFullName());
            }
            return job;
        }
    }

    /**
     * A name that was probably meant.
     *
     * @param name the wrong one
     * @param from where it was looked for
     * @return the nearest one that the current user may see; {@code -} for none
     */
    public static String like(String name, ItemGroup<?> from) {
        Item nearest = Items.findNearest(Job.class, name, from);
        return nearest == null ? "-" : nearest.getRelativeNameFrom(from);
    }

    /**
     * Makes sure that a build does not wait for a job that waits for the build: one that runs one build at a time, and is
     * the build's own, or that of a build which waits for this one.
     *
     * @param job to be waited for
     * @param run the build that is going to wait
     * @throws ProblemException when it would wait for ever
     */
    static void requireOther(Job<?, ?> job, Run<?, ?> run) {
        boolean oneAtATime = job instanceof Queue.Task task && !task.isConcurrentBuild();
        if (oneAtATime && (run.getParent() == job || waits(job, run.getCauses()))) {
            throw refused("child.job-itself", job.getFullName());
        }
    }

    private static boolean waits(Job<?, ?> job, List<Cause> causes) {
        return upstream(causes).anyMatch(cause -> {
            Run<?, ?> run = cause.getUpstreamRun();
            return run != null && run.isBuilding() && run.getParent() == job || waits(job, cause.getUpstreamCauses());
        });
    }

    private static Stream<Cause.UpstreamCause> upstream(List<Cause> causes) {
        return causes.stream().filter(Cause.UpstreamCause.class::isInstance).map(Cause.UpstreamCause.class::cast);
    }

    private static ProblemException refused(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }
}
