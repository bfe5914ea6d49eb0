package io.jenkins.plugins.spindelivery.notify;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.spindelivery.account.Wording;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.event.DeliveryEvents;
import io.jenkins.plugins.spindelivery.event.PipelineEvent;
import io.jenkins.plugins.spindelivery.job.DeliveryDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jenkins.model.OptionalJobProperty;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Who is told about the builds of a job. Any job may have it; a build counts as a pipeline then. */
public final class NotificationsProperty extends OptionalJobProperty<Job<?, ?>> {
    private final List<Notifier> notifiers;

    /**
     * A property.
     *
     * @param notifiers who is told; {@code null} for nobody
     */
    @DataBoundConstructor
    public NotificationsProperty(List<Notifier> notifiers) {
        this.notifiers = new ArrayList<>(NotificationsConfiguration.tidy(notifiers));
    }

    /**
     * Who is told.
     *
     * @return in the order in which they were configured
     */
    @NonNull
    public List<Notifier> getNotifiers() {
        return notifiers == null ? List.of() : Collections.unmodifiableList(NotificationsConfiguration.tidy(notifiers));
    }

    /** Describes the property. */
    @Extension
    @Symbol("spinNotifications")
    public static final class DescriptorImpl extends OptionalJobPropertyDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Wording.of("notify.property-display-name");
        }
    }

    /** Builds of other jobs than Delivery pipelines begin and end here. */
    @Extension
    public static final class Builds extends RunListener<Run<?, ?>> {
        @Override
        public void onStarted(Run<?, ?> run, TaskListener listener) {
            if (concerns(run)) {
                DeliveryEvents.fire(new PipelineEvent(run, run.getStartTimeInMillis(), PipelineStatus.RUNNING));
            }
        }

        @Override
        public void onCompleted(Run<?, ?> run, @NonNull TaskListener listener) {
            if (concerns(run)) {
                DeliveryEvents.fire(new PipelineEvent(run, System.currentTimeMillis(), status(run.getResult())));
            }
        }

        private static boolean concerns(Run<?, ?> run) {
            Job<?, ?> job = run.getParent();
            return job.getProperty(NotificationsProperty.class) != null
                    && DeliveryDefinition.of(job).isEmpty();
        }

        private static PipelineStatus status(Result result) {
            if (Result.SUCCESS.equals(result)) {
                return PipelineStatus.SUCCEEDED;
            }
            return Result.ABORTED.equals(result) || Result.NOT_BUILT.equals(result)
                    ? PipelineStatus.CANCELED
                    : PipelineStatus.TERMINAL;
        }
    }
}
