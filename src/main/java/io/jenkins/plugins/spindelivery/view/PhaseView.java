package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The moment in which a stage went over to another phase. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class PhaseView {
    private final StageRecord.PhaseStart start;

    PhaseView(StageRecord.PhaseStart start) {
        this.start = start;
    }

    /**
     * What it is doing from then on.
     *
     * @return such as {@code wait}
     */
    @Exported
    public String getPhase() {
        return start.phase().name().toLowerCase(Locale.ROOT);
    }

    /**
     * When.
     *
     * @return milliseconds since 1970
     */
    @Exported
    public long getStartMillis() {
        return start.startMillis();
    }
}
