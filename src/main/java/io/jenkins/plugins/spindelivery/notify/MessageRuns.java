package io.jenkins.plugins.spindelivery.notify;

import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.notify.Message;
import io.jenkins.plugins.spindelivery.job.PipelineRun;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/** What messages say of a build. */
final class MessageRuns {
    private MessageRuns() {}

    /**
     * A build as messages name it.
     *
     * @param run the build
     * @param pipeline its run as a Delivery pipeline; empty for others
     * @return without addresses when this Jenkins does not know its own
     */
    static Message.Run of(Run<?, ?> run, Optional<PipelineRun> pipeline) {
        String root = Jenkins.get().getRootUrl();
        String application =
                pipeline.map(known -> known.definition().application()).orElse("");
        String cause = run.getCauses().stream()
                .map(Cause::getShortDescription)
                .distinct()
                .collect(Collectors.joining(", "));
        return new Message.Run(
                root == null ? "" : root,
                run.getExternalizableId(),
                run.getParent().getFullDisplayName(),
                application == null ? "" : application,
                String.valueOf(run.getNumber()),
                root == null ? "" : root + run.getUrl(),
                cause);
    }
}
