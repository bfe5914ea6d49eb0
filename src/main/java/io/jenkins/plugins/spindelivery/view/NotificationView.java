package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.notify.NotificationLog.Entry;
import java.util.Date;
import java.util.Locale;

/** Who was told of something in a build, and what came of it. */
public final class NotificationView {
    private final Entry entry;

    NotificationView(Entry entry) {
        this.entry = entry;
    }

    /**
     * Who was told.
     *
     * @return such as {@code Slack (releases)}
     */
    public String getTo() {
        return entry.to();
    }

    /**
     * What was told.
     *
     * @return the message in one line
     */
    public String getTitle() {
        return entry.title();
    }

    /**
     * When it happened.
     *
     * @return the time
     */
    public Date getTime() {
        return new Date(entry.millis());
    }

    /**
     * How it stands.
     *
     * @return {@code waiting}, {@code delivered} or {@code failed}
     */
    public String getStatus() {
        return entry.status().name().toLowerCase(Locale.ROOT);
    }

    /**
     * Why it was not delivered, or not yet.
     *
     * @return {@code null} when nothing went wrong
     */
    public ProblemView getProblem() {
        return entry.problem() == null ? null : new ProblemView(entry.problem());
    }
}
