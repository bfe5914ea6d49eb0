package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecord.PhaseStart;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One step of a bake: a phase of its stage, and how long it took. */
public final class StepView {
    private final PhaseStart start;
    private final String state;
    private final long durationMillis;

    private StepView(PhaseStart start, String state, long durationMillis) {
        this.start = start;
        this.state = state;
        this.durationMillis = durationMillis;
    }

    /** The phases of a stage so far, each until the next one begins. */
    static List<StepView> of(StageRecord stage, long nowMillis) {
        List<StepView> steps = new ArrayList<>();
        List<PhaseStart> phases = stage.phases();
        for (int i = 0; i < phases.size(); i++) {
            boolean last = i + 1 == phases.size();
            long end = last
                    ? (stage.endMillis() == 0 ? nowMillis : stage.endMillis())
                    : phases.get(i + 1).startMillis();
            String state = last ? lastState(stage.status()) : "done";
            steps.add(new StepView(
                    phases.get(i), state, Math.max(0, end - phases.get(i).startMillis())));
        }
        return steps;
    }

    private static String lastState(StageStatus status) {
        return !status.ended() ? "open" : status == StageStatus.SUCCEEDED ? "done" : "stopped";
    }

    /**
     * Whether it is over.
     *
     * @return {@code done}, {@code open}, or {@code stopped} for the one in which the stage ended without success
     */
    public String getState() {
        return state;
    }

    /**
     * What is done in it.
     *
     * @return in the reader's language
     */
    public String getText() {
        return Words.of("view.phase-" + start.phase().name().toLowerCase(Locale.ROOT));
    }

    /**
     * How long it took, or has taken so far.
     *
     * @return in the reader's language
     */
    public String getDurationText() {
        return Durations.text(durationMillis);
    }

    /**
     * Whether its duration still grows.
     *
     * @return whether it is open
     */
    public boolean isOpen() {
        return state.equals("open");
    }
}
