package io.jenkins.plugins.spindelivery.job;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import org.jvnet.localizer.LocaleProvider;

/** What a form says of the text of a definition. */
final class TextCheck {
    private TextCheck() {}

    /**
     * Checks a text without a run.
     *
     * @param text of a form
     * @param item the job that the form is of; {@code null} for none
     * @return everything that would keep it from being run
     */
    static FormValidation check(String text, @CheckForNull Item item) {
        if (text.isBlank()) {
            return FormValidation.error(Words.of("job.text-blank"));
        }
        try {

            DefinitionChecks.check(
                    new DefinitionSource.Text(Words.of("job.text-title"), text).read(),
                    item == null ? null : item.getParent());
            return FormValidation.ok();
        } catch (ProblemException e) {
            return errors(e.problems());
        }
    }

    /** Each on a line of its own, in the reader's language. Jenkins escapes them. */
    private static FormValidation errors(List<Problem> problems) {
        return FormValidation.aggregate(problems.stream()
                .map(TextCheck::message)
                .map(FormValidation::error)
                .toList());
    }

    private static String message(Problem problem) {
        String text = problem.message(LocaleProvider.getLocale());
        return problem.where().isEmpty() ? text : problem.where() + ": " + text;
    }
}
