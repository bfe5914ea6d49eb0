package io.jenkins.plugins.spindelivery.event;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;

/**
 * A stage of a Delivery pipeline began or ended. What it does are one or several {@link StageEvent}s beside it.
 *
 * @param run the build
 * @param millis when, in milliseconds since 1970
 * @param stage as it is written, before its expressions
 * @param account the account that it works on; empty for none
 * @param status {@link PipelineStatus#RUNNING} at the beginning, and how it ended
 * @param problems why it did not succeed
 */
public record PipelineStageEvent(
        Run<?, ?> run, long millis, StageNode stage, String account, PipelineStatus status, List<Problem> problems)
        implements DeliveryEvent {

    public PipelineStageEvent {
        problems = List.copyOf(problems);
    }

    @Override
    public String id() {
        return DeliveryEvent.id(run, "stage-" + stage.refId(), status.ended());
    }

    @Override
    public void tell(DeliveryListener listener) {
        if (status.ended()) {
            listener.pipelineStageEnded(this);
        } else {
            listener.pipelineStageStarted(this);
        }
    }
}
