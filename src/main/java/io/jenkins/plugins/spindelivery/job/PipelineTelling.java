package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.event.DeliveryEvents;
import io.jenkins.plugins.spindelivery.event.PipelineEvent;
import io.jenkins.plugins.spindelivery.event.PipelineStageEvent;

/** Passes on what happens to pipelines to those who hear of all deliveries. */
@Extension
public final class PipelineTelling implements PipelineListener {
    @Override
    public void pipelineStarted(PipelineRun run) {
        DeliveryEvents.fire(new PipelineEvent(run.run(), run.run().getStartTimeInMillis(), PipelineStatus.RUNNING));
    }

    @Override
    public void pipelineEnded(PipelineRun run, PipelineStatus status) {
        PipelineStatus end = status.ended() ? status : PipelineStatus.CANCELED;
        DeliveryEvents.fire(new PipelineEvent(run.run(), System.currentTimeMillis(), end));
    }

    @Override
    public void stageStarted(PipelineRun run, StageNode stage, Progress progress) {
        DeliveryEvents.fire(event(run, stage, progress, progress.startMillis(), PipelineStatus.RUNNING));
    }

    @Override
    public void stageEnded(PipelineRun run, StageNode stage, Progress progress) {
        DeliveryEvents.fire(event(run, stage, progress, progress.endMillis(), progress.status()));
    }

    private static PipelineStageEvent event(
            PipelineRun run, StageNode stage, Progress progress, long millis, PipelineStatus status) {
        ObjectNode json = progress.context() == null ? stage.json() : progress.context();
        String account = json.path("account").asText(json.path("credentials").asText(""));
        return new PipelineStageEvent(run.run(), millis, stage, account, status, progress.problems());
    }
}
