package io.jenkins.plugins.spindelivery.account;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Locale;
import org.jvnet.localizer.LocaleProvider;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;

/** Our texts for Jenkins' forms, in the language of whoever looks at them. */
public final class Wording {
    private Wording() {}

    /**
     * The text of a code in the language of the current request, or of this process without one.
     *
     * @param code the text's code
     * @param arguments what its placeholders stand for
     * @return the text
     */
    public static String of(String code, Object... arguments) {
        return of(Problem.of(code, "", arguments));
    }

    /**
     * A problem in the language of the current request.
     *
     * @param problem the problem
     * @return its text, after its place if it has one
     */
    public static String of(Problem problem) {
        String message = problem.message(LocaleProvider.getLocale());
        return problem.where().isEmpty() ? message : problem.where() + ": " + message;
    }

    /** A text that is asked for its language again and again, as permissions keep it. */
    static Localizable localizable(String code) {
        return new Text(code);
    }

    /** Takes its text from our own bundle, which has no class with its name. */
    private static final class Text extends Localizable {
        private static final long serialVersionUID = 1L;

        private Text(String code) {
            super(ResourceBundleHolder.get(Wording.class), code);
        }

        @Override
        public String toString(Locale locale) {
            return Problem.of(getKey(), "").message(locale);
        }

        @Override
        public String toString() {
            return toString(LocaleProvider.getLocale());
        }
    }
}
