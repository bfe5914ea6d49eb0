package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A metric source refused a question, or did not answer it. */
public final class MetricException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;
    private final Duration retryAfter;

    /**
     * A question without an answer.
     *
     * @param category who has to act
     * @param problem in plain words, with the metric and the source
     * @param passing whether the same question may be answered later without anybody doing anything
     * @param retryAfter how long the source asks to wait; {@code null} when it did not say
     * @param cause for the developer's log; may be {@code null}
     */
    MetricException(Category category, Problem problem, boolean passing, Duration retryAfter, Throwable cause) {
        super(category, List.of(problem), cause);
        this.passing = passing;
        this.retryAfter = retryAfter;
    }

    /** What will be wrong as long as the question or the configuration stays as it is. */
    static MetricException lasting(Category category, String code, String where, Object... arguments) {
        return new MetricException(category, Problem.of(code, where, arguments), false, null, null);
    }

    /** A question that nobody can answer, of the metric that {@code where} names. */
    static MetricException wrong(String code, String where, Object... arguments) {
        return lasting(Category.INPUT, code, where, arguments);
    }

    /**
     * Whether the same question may be answered later without anybody doing anything: the source is down, slow,
     * restarting or busy. A wrong question, certificate or credential is no such thing.
     *
     * @return whether to ask again, for a while
     */
    public boolean passing() {
        return passing;
    }

    /**
     * How long the source asks to wait.
     *
     * @return the delay, if it said
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Whether a failure of any class is one that {@link #passing} says of.
     *
     * @param failure what {@link MetricSource#fetch} gave instead of a series
     * @return whether to ask again, for a while
     */
    public static boolean isPassing(Throwable failure) {
        return failure instanceof MetricException exception && exception.passing();
    }
}
