package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import java.util.List;
import java.util.Objects;

/**
 * What is to happen to the traffic.
 *
 * @param account the id of the account whose cluster it is about
 * @param task what to do
 * @param target the ReplicaSets to let in or to take out; {@code null} for a deploy
 * @param services the Services, as {@code service NAME} or {@code NAME}; none for those of the annotation
 *     {@code traffic.spinnaker.io/load-balancers}
 * @param strategy what becomes of the older ReplicaSets after a deploy
 * @param percentages the steps of a rolling red/black, rising, each from 1 to 99; the last step, 100, is always there
 * @param pauseSeconds how long each step lasts at least, in seconds
 * @param check whether something runs at each step (a gate) that decides whether to go on
 * @param ignoreGuard whether the last serving pods may be taken away
 * @param guardRatio the smallest part of the serving pods that must stay, from 0 (at least one) to less than 0.5
 * @param takeBack whether a failure or a stop after the deploy brings the older ReplicaSets back and removes the new one
 * @param await whether to wait until the Services have noticed
 * @param timeoutSeconds how long each part may take, in seconds
 */
public record TrafficRequest(
        @JsonProperty("account") String account,
        @JsonProperty("task") Task task,
        @JsonProperty("target") @JsonInclude(Include.NON_NULL) Target target,
        @JsonProperty("services") List<String> services,
        @JsonProperty("strategy") TrafficStrategy strategy,
        @JsonProperty("percentages") List<Integer> percentages,
        @JsonProperty("pauseSeconds") long pauseSeconds,
        @JsonProperty("check") boolean check,
        @JsonProperty("ignoreGuard") boolean ignoreGuard,
        @JsonProperty("guardRatio") double guardRatio,
        @JsonProperty("takeBack") boolean takeBack,
        @JsonProperty("await") boolean await,
        @JsonProperty("timeoutSeconds") long timeoutSeconds) {

    /** What to do. */
    public enum Task {
        /** Deploy, and then see to the older ReplicaSets. */
        DEPLOY,
        /** Attach ReplicaSets to Services. */
        ENABLE,
        /** Detach ReplicaSets from Services. */
        DISABLE
    }

    public TrafficRequest {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(task, "task");
        services = services == null ? List.of() : List.copyOf(services);
        strategy = strategy == null ? TrafficStrategy.NONE : strategy;
        percentages = percentages == null ? List.of() : List.copyOf(percentages);
    }

    /**
     * Letting ReplicaSets in.
     *
     * @param account the account
     * @param target which ones
     * @param services the Services; none for those of the annotation
     * @param await whether to wait until their pods get requests
     * @param timeoutSeconds how long to wait, in seconds
     * @return the request
     */
    public static TrafficRequest enable(
            String account, Target target, List<String> services, boolean await, long timeoutSeconds) {
        return new TrafficRequest(
                account, Task.ENABLE, target, services, null, null, 0, false, false, 0, false, await, timeoutSeconds);
    }

    /**
     * Taking ReplicaSets out.
     *
     * @param account the account
     * @param target which ones
     * @param services the Services; none for those of the annotation
     * @param ignoreGuard whether the last serving pods may be taken away
     * @param guardRatio see {@link #guardRatio()}
     * @param await whether to wait until no request goes to them any more
     * @param timeoutSeconds how long to wait, in seconds
     * @return the request
     */
    public static TrafficRequest disable(
            String account,
            Target target,
            List<String> services,
            boolean ignoreGuard,
            double guardRatio,
            boolean await,
            long timeoutSeconds) {
        return new TrafficRequest(
                account,
                Task.DISABLE,
                target,
                services,
                null,
                null,
                0,
                false,
                ignoreGuard,
                guardRatio,
                false,
                await,
                timeoutSeconds);
    }

    /**
     * Whether a number is a part that the guard can keep.
     *
     * @param ratio the number
     * @return from 0 to less than 0.5, as in Spinnaker
     */
    public static boolean isRatio(double ratio) {
        return ratio >= 0 && ratio < TrafficGuard.RATIO_LIMIT;
    }

    /**
     * The percentage of a step of a rolling red/black.
     *
     * @param step from 0
     * @return in percent; 100 for the last
     */
    int percentage(int step) {
        return step < percentages.size() ? percentages.get(step) : 100;
    }
}
