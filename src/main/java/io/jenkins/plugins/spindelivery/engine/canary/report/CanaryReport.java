package io.jenkins.plugins.spindelivery.engine.canary.report;

import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;

/**
 * What a report tells.
 *
 * @param title such as the canary's name
 * @param facts what a reader should know of it: the build, the account, when
 * @param history the judgments
 * @param verdict what was decided in the end; {@code null} when nothing was
 * @param errors why it did not succeed
 */
public record CanaryReport(
        String title, List<Fact> facts, CanaryHistory history, Verdict verdict, List<Problem> errors) {

    /**
     * A line of the table at the beginning.
     *
     * @param name what it is, in the reader's language
     * @param value its value
     */
    public record Fact(String name, String value) {}

    public CanaryReport {
        facts = List.copyOf(facts);
        errors = List.copyOf(errors);
    }
}
