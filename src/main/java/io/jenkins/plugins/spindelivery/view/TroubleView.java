package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.record.ObjectRecord;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Why an object did not get ready. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class TroubleView {
    private final ObjectRecord.Trouble trouble;
    private final String id;

    TroubleView(ObjectRecord.Trouble trouble, String id) {
        this.trouble = trouble;
        this.id = id;
    }

    /**
     * The place of the trouble on the page.
     *
     * @return an id of HTML
     */
    public String getId() {
        return id;
    }

    /**
     * What is in trouble.
     *
     * @return usually a pod of the object
     */
    @Exported
    public ObjectRefView getRef() {
        return new ObjectRefView(trouble.ref());
    }

    /**
     * The reason in the cluster's word.
     *
     * @return such as {@code CrashLoopBackOff}
     */
    @Exported
    public String getReason() {
        return trouble.reason();
    }

    /**
     * What the cluster says about it.
     *
     * @return may be empty
     */
    @Exported
    public String getMessage() {
        return trouble.message() == null ? "" : trouble.message();
    }

    /**
     * The cluster's events about it.
     *
     * @return oldest first
     */
    @Exported
    public List<String> getEvents() {
        return trouble.events() == null ? List.of() : trouble.events();
    }

    /**
     * The last lines of the container's log.
     *
     * @return may be empty
     */
    @Exported
    public List<String> getLog() {
        return trouble.log() == null ? List.of() : trouble.log();
    }

    /**
     * The events as a block of text.
     *
     * @return one line for each
     */
    public String getEventText() {
        return String.join("\n", getEvents());
    }

    /**
     * The log as a block of text.
     *
     * @return its lines
     */
    public String getLogText() {
        return String.join("\n", getLog());
    }
}
