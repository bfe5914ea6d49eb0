package io.jenkins.plugins.spindelivery.view;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.builder.HandOver;
import io.jenkins.plugins.spindelivery.job.PipelineRun;
import io.jenkins.plugins.spindelivery.job.PipelineRuns;
import io.jenkins.plugins.spindelivery.job.StageKeys;
import io.jenkins.plugins.spindelivery.record.Anchors;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the Delivery page shows at a moment, so that all its parts show the same moment. */
public final class DeliveryPage {
    private final List<StageView> stages = new ArrayList<>();
    private final TimeLine timeLine;
    private final HandOver handOver;
    private final boolean building;
    private final PipelineGraphView graph;

    /**
     * The page of a build.
     *
     * @param run the build
     * @param whole the keys of the stages of which all objects are shown
     * @param nowMillis the moment, in milliseconds since 1970
     */
    DeliveryPage(Run<?, ?> run, Set<String> whole, long nowMillis) {
        for (StageRecord record : StageRecords.get().of(run)) {
            stages.add(new StageView(run, record, whole.contains(record.key()), nowMillis));
        }
        handOver = run.getAction(HandOver.class);
        building = run.isBuilding();
        timeLine = new TimeLine(stages, nowMillis);
        graph = PipelineRuns.get()
                .of(run)
                .map(pipeline -> graph(pipeline, nowMillis))
                .orElse(null);
    }

    private PipelineGraphView graph(PipelineRun pipeline, long nowMillis) {
        Set<String> shown = stages.stream().map(StageView::getKey).collect(Collectors.toSet());
        return new PipelineGraphView(
                pipeline.definition().graph(),
                pipeline.state()::progress,
                refId -> {
                    String key = StageKeys.of(refId, 0);
                    return shown.contains(key) ? Anchors.stage(key) : "";
                },
                nowMillis);
    }

    /**
     * The stages of the build's pipeline as they wait for each other.
     *
     * @return {@code null} for a build that runs no Delivery pipeline
     */
    @CheckForNull
    public PipelineGraphView getGraph() {
        return graph;
    }

    /**
     * The stages.
     *
     * @return in the order in which they began
     */
    public List<StageView> getStages() {
        return stages;
    }

    /**
     * The stages over time.
     *
     * @return drawn to scale
     */
    public TimeLine getTimeLine() {
        return timeLine;
    }

    /**
     * Whether more is going to happen.
     *
     * @return whether a stage has not ended, or another one may begin
     */
    public boolean isOpen() {
        return building
                || stages.stream().anyMatch(StageView::isOpen)
                || (handOver != null && !handOver.getStatus().ended());
    }

    /**
     * The delivery that goes on after the build.
     *
     * @return {@code null} when the build has none
     */
    public HandOver getHandOver() {
        return handOver;
    }
}
