package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.GraphLayout;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One stage of a pipeline's graph: a box with its name and how far it is. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class PipelineStageView {
    /** What fits into a box behind the icon, in widths of a Latin letter. */
    private static final int MOST_LETTERS = 18;

    /** From here on, scripts have letters of twice the width: Hangul, Chinese, Japanese, emoji. */
    private static final int FIRST_WIDE = 0x1100;

    private static final Map<PipelineStatus, String> ICONS = Map.of(
            PipelineStatus.NOT_STARTED, "symbol-status-nobuilt",
            PipelineStatus.WAITING, "symbol-time-outline plugin-ionicons-api",
            PipelineStatus.RUNNING, "symbol-status-nobuilt-anime",
            PipelineStatus.PAUSED, "symbol-pause-circle-outline plugin-ionicons-api",
            PipelineStatus.SUCCEEDED, "symbol-status-blue",
            PipelineStatus.FAILED_CONTINUE, "symbol-status-yellow",
            PipelineStatus.TERMINAL, "symbol-status-red",
            PipelineStatus.CANCELED, "symbol-status-aborted",
            PipelineStatus.STOPPED, "symbol-status-red",
            PipelineStatus.SKIPPED, "symbol-status-disabled");

    private final StageNode node;
    private final List<String> requisites;
    private final Progress progress;
    private final String anchor;
    private final GraphLayout.Box box;
    private final long nowMillis;

    PipelineStageView(
            StageNode node,
            List<String> requisites,
            Progress progress,
            String anchor,
            GraphLayout.Box box,
            long nowMillis) {
        this.node = node;
        this.requisites = requisites;
        this.progress = progress;
        this.anchor = anchor;
        this.box = box;
        this.nowMillis = nowMillis;
    }

    /**
     * The stage in its definition.
     *
     * @return its refId
     */
    @Exported
    public String getRefId() {
        return node.refId();
    }

    /**
     * The stage's name.
     *
     * @return as the definition has it
     */
    @Exported
    public String getName() {
        return node.name();
    }

    /**
     * What it does.
     *
     * @return Spinnaker's type
     */
    @Exported
    public String getType() {
        return node.type();
    }

    /**
     * Which stages it waits for.
     *
     * @return their refIds
     */
    @Exported
    public List<String> getRequisiteStageRefIds() {
        return node.requisites();
    }

    /**
     * How far it is.
     *
     * @return Orca's status
     */
    @Exported
    public String getStatus() {
        return progress.status().name();
    }

    /**
     * When it began.
     *
     * @return milliseconds since 1970; 0 before that
     */
    @Exported
    public long getStartMillis() {
        return progress.startMillis();
    }

    /**
     * When it ended.
     *
     * @return milliseconds since 1970; 0 before that
     */
    @Exported
    public long getEndMillis() {
        return progress.endMillis();
    }

    /**
     * The name as far as the box has room for it.
     *
     * @return with an ellipsis where something is left out
     */
    public String getTitle() {
        StringBuilder title = new StringBuilder();
        int width = 0;
        for (int c : node.name().codePoints().toArray()) {
            width += c < FIRST_WIDE ? 1 : 2;
            if (width > MOST_LETTERS) {
                return title.toString().stripTrailing() + "…";
            }
            title.appendCodePoint(c);
        }
        return title.toString();
    }

    /**
     * How far it is, and for how long.
     *
     * @return in the reader's language
     */
    public String getStatusText() {
        String words = Words.of("view.pipeline-"
                + progress.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return progress.startMillis() == 0 ? words : words + " · " + Durations.text(length());
    }

    private long length() {
        return (progress.endMillis() == 0 ? nowMillis : progress.endMillis()) - progress.startMillis();
    }

    /**
     * The stage in a sentence: its name, how far it is, what it waits for, and why it did not succeed.
     *
     * @return in the reader's language
     */
    public String getDescription() {
        String what = Words.of("view.pipeline-stage", node.describe(), getStatusText());
        if (!requisites.isEmpty()) {
            what = Words.of("view.pipeline-stage-after", what, String.join(Words.of("view.comma"), requisites));
        }
        return progress.problems().isEmpty()
                ? what
                : what + "\n" + progress.problems().get(0).message(LocaleProvider.getLocale());
    }

    /**
     * The status as a part of CSS classes.
     *
     * @return such as {@code failed-continue}
     */
    public String getKind() {
        return progress.status().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The status as a picture.
     *
     * @return a symbol of Jenkins
     */
    public String getIcon() {
        return ICONS.get(progress.status());
    }

    /**
     * Where the page tells more of it.
     *
     * @return an id on the page; empty when there is nothing yet
     */
    public String getAnchor() {
        return anchor;
    }

    /**
     * The left edge of its box.
     *
     * @return pixels
     */
    public int getX() {
        return box.x();
    }

    /**
     * The upper edge of its box.
     *
     * @return pixels
     */
    public int getY() {
        return box.y();
    }

    /**
     * The width of its box.
     *
     * @return pixels
     */
    public int getWidth() {
        return GraphLayout.BOX_WIDTH;
    }

    /**
     * The height of its box.
     *
     * @return pixels
     */
    public int getHeight() {
        return GraphLayout.BOX_HEIGHT;
    }

    boolean is(PipelineStatus status) {
        return progress.status() == status;
    }
}
