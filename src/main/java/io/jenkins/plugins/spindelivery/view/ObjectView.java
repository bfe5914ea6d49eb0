package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.record.Anchors;
import io.jenkins.plugins.spindelivery.record.ObjectRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One object of a stage. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class ObjectView {
    /** The statuses that have a name for people; a record of a later version may hold others. */
    private static final Set<String> STATUSES = Set.of("stable", "progressing", "paused", "failed", "unknown");

    private final String stageKey;
    private final ObjectRecord object;
    private final boolean diffShown;

    /**
     * One object.
     *
     * @param stageKey the stage's key within its build
     * @param object what is known of it
     * @param diffShown whether its difference is part of the page; otherwise there is a link to it
     */
    ObjectView(String stageKey, ObjectRecord object, boolean diffShown) {
        this.stageKey = stageKey;
        this.object = object;
        this.diffShown = diffShown;
    }

    /** Whether somebody should look at it before the others. */
    static boolean needsAttention(ObjectRecord object) {
        return !object.troubles().isEmpty()
                || object.status().equals("failed")
                || object.status().equals("progressing");
    }

    /**
     * The object.
     *
     * @return its name
     */
    @Exported
    public ObjectRefView getRef() {
        return new ObjectRefView(object.ref());
    }

    /**
     * What was done to it.
     *
     * @return such as {@code created}; {@code null} while nothing was
     */
    @Exported
    public String getAction() {
        return object.action() == null ? null : object.action().word();
    }

    /**
     * Whether it is as it was.
     *
     * @return whether nothing had to be done
     */
    public boolean isUnchanged() {
        return object.action() == Action.UNCHANGED;
    }

    /**
     * What was done to it, for people.
     *
     * @return in the reader's language; empty while nothing was
     */
    public String getActionText() {
        return getAction() == null ? "" : Words.of("view.action-" + getAction());
    }

    /**
     * How it is.
     *
     * @return {@code stable}, {@code progressing}, {@code paused}, {@code failed}, {@code unknown}; empty before it is
     *     known
     */
    @Exported
    public String getStatus() {
        return object.status();
    }

    /**
     * How it is, for people.
     *
     * @return in the reader's language; empty before it is known
     */
    public String getStatusText() {
        return STATUSES.contains(object.status()) ? Words.of("view.object-" + object.status()) : object.status();
    }

    /**
     * Why it is so.
     *
     * @return what the cluster says; may be empty
     */
    @Exported
    public String getMessage() {
        return object.message();
    }

    /**
     * How many of its parts are done.
     *
     * @return usually pods
     */
    @Exported
    public int getReady() {
        return object.ready();
    }

    /**
     * How many parts there should be.
     *
     * @return 0 when it has none to count
     */
    @Exported
    public int getDesired() {
        return object.desired();
    }

    /**
     * The length of the bar that shows them.
     *
     * @return at most as many as there should be
     */
    public int getBar() {
        return Math.min(object.ready(), object.desired());
    }

    /**
     * Its version.
     *
     * @return such as {@code v001}; empty for an unversioned object
     */
    @Exported
    public String getVersion() {
        return object.version();
    }

    /**
     * Whether the version was there already.
     *
     * @return whether it was used again
     */
    @Exported
    public boolean isReused() {
        return object.reused();
    }

    /**
     * The containers' images.
     *
     * @return in the order of the manifest
     */
    @Exported
    public List<String> getImages() {
        return object.images();
    }

    /**
     * What changed against what was there before.
     *
     * @return YAML in the unified format; may be empty
     */
    @Exported(name = "diff")
    public String getDiffText() {
        return object.diff();
    }

    /**
     * What changed, line by line.
     *
     * @return {@code null} when nothing did, or when it is on a page of its own
     */
    public DiffView getDiff() {
        return object.diff().isEmpty() || !diffShown ? null : new DiffView(object.diff());
    }

    /**
     * Whether what changed is only on a page of its own.
     *
     * @return whether there is a link to it
     */
    public boolean isDiffElsewhere() {
        return !object.diff().isEmpty() && !diffShown;
    }

    /**
     * What kept it from getting ready.
     *
     * @return newest last
     */
    @Exported
    public List<TroubleView> getTroubles() {
        List<TroubleView> views = new ArrayList<>();
        for (ObjectRecord.Trouble trouble : object.troubles()) {
            String name = Anchors.object(stageKey, trouble.ref()) + "_"
                    + trouble.reason().replaceAll("\\W", "_");
            views.add(new TroubleView(trouble, "trouble-" + name));
        }
        return views;
    }

    /**
     * What was written there while the stage worked on it.
     *
     * @return the last lines; empty for most objects
     */
    @Exported
    public List<String> getLog() {
        return object.log();
    }

    /**
     * The log as a block of text.
     *
     * @return its lines
     */
    public String getLogText() {
        return String.join("\n", object.log());
    }

    /**
     * The object's place on the page.
     *
     * @return an id of HTML
     */
    public String getId() {
        return Anchors.object(stageKey, object.ref());
    }
}
