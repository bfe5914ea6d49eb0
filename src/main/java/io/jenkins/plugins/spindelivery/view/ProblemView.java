package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A problem in the language of whoever looks at it. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class ProblemView {
    private final Problem problem;
    private final String anchor;

    ProblemView(Problem problem) {
        this(problem, "");
    }

    /**
     * A problem of an object.
     *
     * @param problem what is wrong
     * @param anchor the object's place on the page; empty when it has none there
     */
    ProblemView(Problem problem, String anchor) {
        this.problem = problem;
        this.anchor = anchor;
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

    /**
     * The object that it is about.
     *
     * @return its place on the page; empty when it has none there
     */
    public String getAnchor() {
        return anchor;
    }
}
