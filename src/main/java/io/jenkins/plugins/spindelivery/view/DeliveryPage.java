package io.jenkins.plugins.spindelivery.view;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the Delivery page shows at a moment, so that all its parts show the same moment. */
public final class DeliveryPage {
    private final List<StageView> stages = new ArrayList<>();
    private final TimeLine timeLine;

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
     * @return whether a stage has not ended
     */
    public boolean isOpen() {
        return stages.stream().anyMatch(StageView::isOpen);
    }
}
