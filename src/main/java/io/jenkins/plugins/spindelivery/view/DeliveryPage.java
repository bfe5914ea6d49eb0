package io.jenkins.plugins.spindelivery.view;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.builder.HandOver;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the Delivery page shows at a moment, so that all its parts show the same moment. */
public final class DeliveryPage {
    private final List<StageView> stages = new ArrayList<>();
    private final TimeLine timeLine;
    private final HandOver handOver;
    private final boolean building;

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
