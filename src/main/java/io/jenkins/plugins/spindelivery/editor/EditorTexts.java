package io.jenkins.plugins.spindelivery.editor;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.jvnet.localizer.LocaleProvider;

/** Problems as a form shows them. */
final class EditorTexts {
    private EditorTexts() {}

    /** One on each line, in the reader's language. */
    static String lines(List<Problem> problems) {
        return problems.stream().map(EditorTexts::line).collect(Collectors.joining("\n"));
    }

    private static String line(Problem problem) {
        String text = problem.message(LocaleProvider.getLocale());
        return problem.where().isEmpty() ? text : problem.where() + ": " + text;
    }
}
