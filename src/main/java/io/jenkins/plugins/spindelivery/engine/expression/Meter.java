package io.jenkins.plugins.spindelivery.engine.expression;

import java.time.Clock;
import java.time.Duration;

/** Counts what one call of {@code evaluate} uses, and ends it at the limits. */
final class Meter {
    /** Characters that cost as much as one operation. */
    private static final int CHARACTERS_PER_STEP = 16;
    /** Reading the clock at every step would cost more than most steps. */
    private static final int STEPS_BETWEEN_CLOCK_READINGS = 1_024;

    private final ExpressionLimits limits;
    private final Clock clock;
    private long steps;
    private long output;
    private int fetches;
    private long deadline = Long.MAX_VALUE;
    private long nextReading;

    Meter(ExpressionLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    ExpressionLimits limits() {
        return limits;
    }

    /** The time for the next expression begins. */
    void startExpression() {
        deadline = clock.millis() + limits.maxTime().toMillis();
        nextReading = steps + STEPS_BETWEEN_CLOCK_READINGS;
    }

    /** Charges one operation. */
    void step() {
        charge(1);
    }

    /** Charges work, in steps. */
    void charge(long amount) {
        steps += amount;
        if (steps > limits.maxSteps() || steps < 0) {
            throw new ExpressionFault.Exhausted("expression.limit-steps", limits.maxSteps());
        }
        if (steps >= nextReading) {
            nextReading = steps + STEPS_BETWEEN_CLOCK_READINGS;
            if (clock.millis() > deadline) {
                throw new ExpressionFault(
                        "expression.limit-time", limits.maxTime().toMillis());
            }
        }
    }

    /** Charges looking at so many characters once. */
    void scan(long characters) {
        charge(1 + characters / CHARACTERS_PER_STEP);
    }

    /** Charges a search for a text in a text: in the worst case each place is compared with the whole needle. */
    void search(String text, String needle) {
        scan(text.length());
        charge((long) text.length() * needle.length() / (CHARACTERS_PER_STEP * CHARACTERS_PER_STEP));
    }

    /** Charges making a text of so many characters; called before it is made. */
    void makeText(long characters) {
        checkText(characters);
        scan(characters);
    }

    /** Refuses a text of so many characters, if that is too many. */
    void checkText(long characters) {
        if (characters > limits.maxTextLength()) {
            throw new ExpressionFault("expression.limit-text", limits.maxTextLength());
        }
    }

    /** Checks how deep a value nests. */
    void depth(int depth) {
        if (depth > limits.maxDepth()) {
            throw new ExpressionFault("expression.too-deep", limits.maxDepth());
        }
    }

    /** Charges a part of a result, in characters. */
    void output(long characters) {
        step();
        output += characters;
        if (output > limits.maxOutput()) {
            throw new ExpressionFault.Exhausted("expression.limit-output", limits.maxOutput());
        }
    }

    /** Charges a fetch; called before it is made. */
    void fetch() {
        if (++fetches > limits.maxFetches()) {
            throw new ExpressionFault.Exhausted("expression.limit-fetches", limits.maxFetches());
        }
    }

    /** The time of a remote call, which has its own limits, does not count. */
    void pause(Duration taken) {
        deadline += taken.toMillis();
    }

    Clock clock() {
        return clock;
    }
}
