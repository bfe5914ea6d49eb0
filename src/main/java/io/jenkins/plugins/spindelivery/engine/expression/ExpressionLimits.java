package io.jenkins.plugins.spindelivery.engine.expression;

import java.time.Duration;

/**
 * How much an expression may ask for. Each limit has its own message; none can be reached by what people write by
 * hand.
 *
 * @param maxExpressionLength characters between <code>${</code> and the closing brace; Spinnaker's default is 10,000
 * @param maxDepth how deep brackets, operators and values may nest
 * @param maxSteps work in one call of {@code evaluate}: a step is one operation, or about 16 characters or one element
 *     that an operation looks at
 * @param maxTextLength characters of any one text, also of those in between
 * @param maxOutput characters and elements that all results of one call of {@code evaluate} may hold together
 * @param maxFetches URLs that one call of {@code evaluate} may fetch
 * @param maxTime how long one expression may take, without the time for fetching URLs, which has limits of its own
 */
public record ExpressionLimits(
        int maxExpressionLength,
        int maxDepth,
        long maxSteps,
        int maxTextLength,
        long maxOutput,
        int maxFetches,
        Duration maxTime) {

    /** A million steps are a fraction of a second; 16 MiB is what a manifest file may have. */
    public static final ExpressionLimits DEFAULT =
            new ExpressionLimits(10_000, 100, 1_000_000, 4 << 20, 16 << 20, 20, Duration.ofMillis(500));
}
