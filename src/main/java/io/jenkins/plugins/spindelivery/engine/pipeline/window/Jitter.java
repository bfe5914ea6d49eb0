package io.jenkins.plugins.spindelivery.engine.pipeline.window;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A random wait before a stage begins, so that what waits for the same window does not begin all at once.
 *
 * @param least the shortest wait
 * @param most the longest wait, not shorter
 * @param skipManual whether a run that a person has started does not wait
 */
public record Jitter(Duration least, Duration most, boolean skipManual) {
    /** Orca gives up waiting for a window after as long. */
    private static final int MAX_SECONDS = (int) Duration.ofDays(7).toSeconds();

    /**
     * The jitter of a stage, which counts only where the stage is restricted to windows, as in Orca.
     *
     * @param stage with Spinnaker's {@code restrictedExecutionWindow.jitter {enabled, minDelay, maxDelay, skipManual}},
     *     delays in seconds
     * @param where what problems call the stage
     * @return the jitter; empty when there is none
     * @throws ProblemException when a delay is no number of seconds up to 7 days, or the longest is shorter than the
     *     shortest (Orca does not wait then, and does not say so)
     */
    public static Optional<Jitter> of(ObjectNode stage, String where) {
        JsonNode jitter = stage.path(WindowFields.WINDOW).path("jitter");
        if (!WindowFields.isOn(stage.path("restrictExecutionDuringTimeWindow"))
                || !WindowFields.isOn(jitter.path("enabled"))) {
            return Optional.empty();
        }
        WindowFields fields = new WindowFields(where);
        int least = fields.number(jitter.path("minDelay"), "jitter.minDelay", 0, MAX_SECONDS);
        int most = fields.number(jitter.path("maxDelay"), "jitter.maxDelay", 0, MAX_SECONDS);
        fields.throwIfAny();
        if (most == 0) {
            return Optional.empty();
        }
        if (most < least) {
            fields.wrong("pipeline.window-jitter", least, most);
            fields.throwIfAny();
        }
        return Optional.of(new Jitter(
                Duration.ofSeconds(least), Duration.ofSeconds(most), WindowFields.isOn(jitter.path("skipManual"))));
    }

    /**
     * How long one run waits.
     *
     * @param manual whether a person has started the run
     * @param random chooses; ask once for a run and keep the answer, or a restart chooses again
     * @return whole seconds, both bounds included; zero for a run that is not to wait
     */
    public Duration delay(boolean manual, RandomGenerator random) {
        if (manual && skipManual) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(random.nextLong(least.toSeconds(), most.toSeconds() + 1));
    }
}
