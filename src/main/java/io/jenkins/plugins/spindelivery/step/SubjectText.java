package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;

/** What a stage is about when its expressions are evaluated, for titles. */
final class SubjectText {
    private SubjectText() {}

    /**
     * Evaluates what a step says that it is about. A step that is wrong is refused when its fields are read, and told of
     * there; here its text stays as it is, and so does one whose expressions fetch something.
     *
     * @param subject as configured
     * @param parameters those of the step itself; {@code null} for none
     * @param context the build
     * @return one line
     */
    static String of(String subject, Object parameters, StageContext context) {
        if (!subject.contains("${")) {
            return subject;
        }
        StepInput input = new StepInput(context, SubjectText::fetchesNothing, warning -> {});
        input.addParameters(parameters);
        String text = input.text("", subject);
        try {
            input.check();
            return text;
        } catch (ProblemException e) {
            return subject;
        }
    }

    private static <T> T fetchesNothing(String reference) {
        throw new ProblemException(Category.INPUT, List.of(Problem.of("artifact.unreachable", "", reference)));
    }
}
