package io.jenkins.plugins.spindelivery.engine.canary.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryResult.Interval;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.RouteSplit;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How far a canary has come. Manifests and configuration lie beside it as blobs; series of metrics are told as events and
 * kept nowhere here, because they can be asked for again.
 *
 * @param version of this layout
 * @param id unlike any other canary's
 * @param request what was asked for
 * @param manifests the blob of the manifests, after expressions; {@code null} without any
 * @param config the blob of the canary configuration; {@code null} without analysis
 * @param startedAt in milliseconds since 1970
 * @param stage what the next move is about
 * @param setup what the plan found out; {@code null} before it, and when the past is judged
 * @param canary the new version; {@code null} before the plan
 * @param baseline the copy of the live version; {@code null} without one
 * @param split what the route was before; {@code null} without a route
 * @param runSince when both sides were ready, in milliseconds since 1970; 0 before that
 * @param block what came of what ran beside it
 * @param intervals the judgments so far
 * @param judged the last of them in full; {@code null} before the first
 * @param tries how many moves have failed in a row for passing reasons
 * @param polls how many looks there have been at what is waited for
 * @param ending how it will end once all is taken away; {@code null} while that is open
 * @param warnings in the order in which they arose
 * @param errors why it will not succeed
 */
public record CanaryState(
        @JsonProperty("version") int version,
        @JsonProperty("id") String id,
        @JsonProperty("request") CanaryRequest request,
        @JsonProperty("manifests") String manifests,
        @JsonProperty("config") String config,
        @JsonProperty("startedAt") long startedAt,
        @JsonProperty("stage") Stage stage,
        @JsonProperty("setup") Setup setup,
        @JsonProperty("canary") Side canary,
        @JsonProperty("baseline") Side baseline,
        @JsonProperty("split") RouteSplit split,
        @JsonProperty("runSince") long runSince,
        @JsonProperty("block") Block block,
        @JsonProperty("intervals") List<Interval> intervals,
        @JsonProperty("judged") JudgeResult judged,
        @JsonProperty("tries") int tries,
        @JsonProperty("polls") int polls,
        @JsonProperty("ending") Ending ending,
        @JsonProperty("warnings") List<Problem> warnings,
        @JsonProperty("errors") List<Problem> errors) {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** What a move is about. */
    enum Stage {
        /** Reading what the canary is made from. */
        PLAN,
        /** Both sides are planned, written and waited for. */
        DEPLOY,
        /** Giving the canary its share of a route. */
        ROUTE,
        /** Measuring, judging, and waiting for what runs beside it. */
        RUN,
        /** Putting the route back. */
        UNROUTE,
        /** Finding out what must stay because others use it by now. */
        KEEP,
        /** Deleting what was made. */
        CLEANUP,
        END
    }

    /** What came of what runs beside the canary. */
    enum Block {
        /** Nothing yet, or there is none. */
        OPEN,
        PASSED,
        FAILED
    }

    /**
     * What the plan found out.
     *
     * @param namespace of both workloads
     * @param label of the canary's objects, {@code key=value}
     * @param production the live workload's name
     */
    record Setup(
            @JsonProperty("namespace") String namespace,
            @JsonProperty("label") String label,
            @JsonProperty("production") String production) {}

    /**
     * How it will end.
     *
     * @param status the result's status
     * @param category who has to act; {@code null} when it was cancelled or has succeeded
     * @param verdict what was decided; {@code null} when nothing was
     */
    record Ending(
            @JsonProperty("status") Status status,
            @JsonProperty("category") Category category,
            @JsonProperty("verdict") Verdict verdict) {}

    public CanaryState {
        // A file that a person has edited is refused when it is read, and not in the middle of the work.
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(stage, "stage");
        block = block == null ? Block.OPEN : block;
        intervals = List.copyOf(intervals);
        warnings = List.copyOf(warnings);
        errors = List.copyOf(errors);
    }

    static CanaryState begin(String id, CanaryRequest request, String manifests, String config, long now) {
        Stage first = request.deploy() == null ? Stage.RUN : Stage.PLAN;
        return new CanaryState(
                VERSION,
                id,
                request,
                manifests,
                config,
                now,
                first,
                null,
                null,
                null,
                null,
                first == Stage.RUN ? now : 0,
                Block.OPEN,
                List.of(),
                null,
                0,
                0,
                null,
                List.of(),
                List.of());
    }

    /** Both sides, as far as there are any. */
    List<Side> sides() {
        List<Side> sides = new ArrayList<>();
        if (canary != null) {
            sides.add(canary);
        }
        if (baseline != null) {
            sides.add(baseline);
        }
        return sides;
    }

    CanaryState to(Stage next) {
        return with(copy -> {
            copy.stage = next;
            copy.tries = 0;
            copy.polls = 0;
        });
    }

    CanaryState planned(Setup found, Side first, Side second) {
        return with(copy -> {
            copy.setup = found;
            copy.canary = first;
            copy.baseline = second;
        });
    }

    CanaryState with(Side first, Side second) {
        return with(copy -> {
            copy.canary = first;
            copy.baseline = second;
        });
    }

    CanaryState with(RouteSplit before) {
        return with(copy -> copy.split = before);
    }

    CanaryState running(long now) {
        return with(copy -> copy.runSince = now).to(Stage.RUN);
    }

    CanaryState with(Block answered) {
        return with(copy -> copy.block = answered);
    }

    CanaryState judged(Interval interval, JudgeResult result) {
        return with(copy -> {
            copy.intervals = concat(intervals, List.of(interval));
            copy.judged = result;
            copy.tries = 0;
        });
    }

    CanaryState triedInVain() {
        return with(copy -> copy.tries = tries + 1);
    }

    CanaryState polled() {
        return with(copy -> copy.polls = polls + 1);
    }

    /** Each warning is told once, however often it arises. */
    CanaryState warned(List<Problem> more) {
        List<Problem> fresh =
                more.stream().filter(w -> !warnings.contains(w)).distinct().toList();
        return fresh.isEmpty() ? this : with(copy -> copy.warnings = concat(warnings, fresh));
    }

    /** Each error is told once. */
    CanaryState ending(Ending how, List<Problem> why) {
        List<Problem> fresh =
                why.stream().filter(e -> !errors.contains(e)).distinct().toList();
        return with(copy -> {
            copy.ending = how;
            copy.errors = concat(errors, fresh);
        });
    }

    private static <T> List<T> concat(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private CanaryState with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.done(this);
    }

    /** The components that change on the way, so that a change names what it changes. */
    private static final class Copy {
        private Stage stage;
        private Setup setup;
        private Side canary;
        private Side baseline;
        private RouteSplit split;
        private long runSince;
        private Block block;
        private List<Interval> intervals;
        private JudgeResult judged;
        private int tries;
        private int polls;
        private Ending ending;
        private List<Problem> warnings;
        private List<Problem> errors;

        Copy(CanaryState state) {
            stage = state.stage;
            setup = state.setup;
            canary = state.canary;
            baseline = state.baseline;
            split = state.split;
            runSince = state.runSince;
            block = state.block;
            intervals = state.intervals;
            judged = state.judged;
            tries = state.tries;
            polls = state.polls;
            ending = state.ending;
            warnings = state.warnings;
            errors = state.errors;
        }

        CanaryState done(CanaryState from) {
            return new CanaryState(
                    from.version,
                    from.id,
                    from.request,
                    from.manifests,
                    from.config,
                    from.startedAt,
                    stage,
                    setup,
                    canary,
                    baseline,
                    split,
                    runSince,
                    block,
                    intervals,
                    judged,
                    tries,
                    polls,
                    ending,
                    warnings,
                    errors);
        }
    }
}
