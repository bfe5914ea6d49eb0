package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.record.Notice;
import java.util.Date;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Something that a person should know of a stage. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class NoticeView {
    private final Notice notice;

    NoticeView(Notice notice) {
        this.notice = notice;
    }

    /**
     * When it was noticed.
     *
     * @return milliseconds since 1970
     */
    @Exported
    public long getMillis() {
        return notice.millis();
    }

    /**
     * When it was noticed, for pages.
     *
     * @return the time
     */
    public Date getTime() {
        return new Date(notice.millis());
    }

    /**
     * How bad it is.
     *
     * @return {@code info}, {@code warning} or {@code error}
     */
    @Exported
    public String getLevel() {
        return notice.level().name().toLowerCase(Locale.ROOT);
    }

    /**
     * What it is.
     *
     * @return the problem
     */
    @Exported
    public ProblemView getProblem() {
        return new ProblemView(notice.problem());
    }
}
