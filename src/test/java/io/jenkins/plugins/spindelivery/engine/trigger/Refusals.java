package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What the tests of triggers have in common: payloads as people write them, and the problems that come of them. */
final class Refusals {
    private Refusals() {}

    /** The only problem of work that is refused; it has a text in both languages. */
    static Problem refused(Runnable work) {
        List<Problem> problems = assertThrows(ProblemException.class, work::run).problems();
        assertEquals(1, problems.size());
        return readable(problems.get(0));
    }

    /** The problem, which has a text in both languages. */
    static Problem readable(Problem problem) {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            String message = problem.message(locale);
            assertFalse(message, message.startsWith(problem.code()));
            assertFalse(message, message.matches("(?s).*\\{\\d}.*"));
        }
        return problem;
    }

    /** A payload, written with single quotes. */
    static ObjectNode json(String text) {
        return Payload.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
