package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A problem in the language of whoever looks at it. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class ProblemView {
    private final Problem problem;

    ProblemView(Problem problem) {
        this.problem = problem;
    }

    /**
     * What programs compare.
     *
     * @return such as {@code manifest.duplicate-key}
     */
    @Exported
    public String getCode() {
        return problem.code();
    }

    /**
     * What happened, to which object, why, what to do next.
     *
     * @return one or more sentences, without the place
     */
    @Exported
    public String getMessage() {
        return problem.message(LocaleProvider.getLocale());
    }

    /**
     * The place that it is about.
     *
     * @return {@code file:line}, an object, or an empty text
     */
    @Exported
    public String getWhere() {
        return problem.where();
    }
}
