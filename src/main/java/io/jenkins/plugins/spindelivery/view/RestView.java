package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.engine.operation.SkippableOperation.Rest;
import java.util.Date;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What is left of a wait. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class RestView {
    private final Rest rest;
    private final boolean skippable;

    /**
     * A wait.
     *
     * @param rest what is left
     * @param skippable whether the reader may skip it
     */
    RestView(Rest rest, boolean skippable) {
        this.rest = rest;
        this.skippable = skippable;
    }

    /**
     * When it ends by itself.
     *
     * @return milliseconds since 1970
     */
    @Exported
    public long getUntilMillis() {
        return rest.untilMillis();
    }

    /**
     * When it ends by itself, for pages.
     *
     * @return the time
     */
    public Date getUntil() {
        return new Date(rest.untilMillis());
    }

    /**
     * What a person should know before skipping it.
     *
     * @return in the words of whoever wrote the pipeline; may be empty
     */
    @Exported
    public String getText() {
        return rest.text();
    }

    /**
     * Whether the reader may skip it.
     *
     * @return whether there is a button
     */
    public boolean isSkippable() {
        return skippable;
    }
}
