package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How far the traffic has been moved.
 *
 * @param version of this layout
 * @param id unlike any other's
 * @param request what was asked for
 * @param startedAt in milliseconds since 1970
 * @param stage what the next move is about
 * @param since when the stage began, in milliseconds since 1970
 * @param deploy the state of the deploy; {@code null} without one
 * @param sizes how many pods ReplicaSets that begin empty are to have, by their names without version
 * @param deployed what came of the deploy; {@code null} before its end
 * @param entering the ReplicaSets that get requests
 * @param leaving the ReplicaSets that lose them
 * @param step which percentage of a rolling red/black it is, from 0
 * @param answered whether what ran at this step's gate has said yes
 * @param refusal what it said instead; {@code null} when it has not
 * @param tries how many moves have failed in a row for passing reasons
 * @param denials how many of those moves were denied what had been allowed before
 * @param polls how many polls the stage has made
 * @param ending how it will end; {@code null} while it may still succeed
 * @param warnings in the order in which they arose
 * @param errors why it will not succeed
 */
public record TrafficState(
        @JsonProperty("version") int version,
        @JsonProperty("id") String id,
        @JsonProperty("request") TrafficRequest request,
        @JsonProperty("startedAt") long startedAt,
        @JsonProperty("stage") Stage stage,
        @JsonProperty("since") long since,
        @JsonProperty("deploy") @JsonInclude(Include.NON_NULL) DeployState deploy,
        @JsonProperty("sizes") @JsonInclude(Include.NON_EMPTY) Map<String, Size> sizes,
        @JsonProperty("deployed") @JsonInclude(Include.NON_NULL) Deployed deployed,
        @JsonProperty("entering") List<Group> entering,
        @JsonProperty("leaving") List<Group> leaving,
        @JsonProperty("step") @JsonInclude(Include.NON_DEFAULT) int step,
        @JsonProperty("answered") @JsonInclude(Include.NON_DEFAULT) boolean answered,
        @JsonProperty("refusal") @JsonInclude(Include.NON_NULL) String refusal,
        @JsonProperty("tries") int tries,
        @JsonProperty("denials") @JsonInclude(Include.NON_DEFAULT) int denials,
        @JsonProperty("polls") int polls,
        @JsonProperty("ending") Ending ending,
        @JsonProperty("warnings") List<Problem> warnings,
        @JsonProperty("errors") List<Problem> errors) {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** What a move is about. */
    enum Stage {
        /** The deploy. */
        DEPLOY,
        /** Finding the ReplicaSets; nothing is written. */
        FIND,
        /** Making the new one larger, by percentages. */
        GROW,
        /** Letting pods in, and waiting until the Services have them. */
        ENTER,
        /** Waiting for a person, a program or the time. */
        CHECK,
        /** Taking some of the old pods out, by percentages. */
        SHRINK,
        /** Taking ReplicaSets out, and waiting until the Services have noticed. */
        LEAVE,
        /** Deleting what is not to stay. */
        REMOVE,
        /** After a failure: letting the old ones in again. */
        BACK_IN,
        /** After a failure: deleting the new ones. */
        BACK_OUT,
        END
    }

    /**
     * How large a ReplicaSet is to become.
     *
     * @param replicas by its manifest
     * @param live whether the number of the newest one before it counts instead, if there is one
     */
    record Size(@JsonProperty("replicas") int replicas, @JsonProperty("live") boolean live) {}

    /**
     * What came of the deploy.
     *
     * @param objects in deploy order
     * @param artifacts what it produced
     * @param warnings in the order in which they arose
     */
    record Deployed(
            @JsonProperty("objects") List<ObjectOutcome> objects,
            @JsonProperty("artifacts") List<Artifact> artifacts,
            @JsonProperty("warnings") List<Problem> warnings) {}

    /**
     * How it will end.
     *
     * @param status the result's status
     * @param category who has to act; {@code null} when it was cancelled
     */
    record Ending(@JsonProperty("status") Status status, @JsonProperty("category") Category category) {}

    public TrafficState {
        // A file that a person has edited is refused when it is read, and not in the middle of the work.
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(stage, "stage");
        sizes = sizes == null ? Map.of() : Map.copyOf(sizes);
        entering = List.copyOf(entering);
        leaving = List.copyOf(leaving);
        warnings = List.copyOf(warnings);
        errors = List.copyOf(errors);
    }

    static TrafficState begin(String id, TrafficRequest request, Stage stage, long now) {
        return new TrafficState(
                VERSION, id, request, now, stage, now, null, Map.of(), null, List.of(), List.of(), 0, false, null, 0, 0,
                0, null, List.of(), List.of());
    }

    /** When the stage has lasted as long as it may, in milliseconds since 1970. */
    long deadline() {
        return since + 1000 * request.timeoutSeconds();
    }

    /** Whether something may be different because of this work, so that it can't have been refused. */
    boolean anythingChanged() {
        boolean nothingYet = stage == Stage.FIND || polls == 0 && (stage == Stage.ENTER || stage == Stage.LEAVE);
        return deployed != null || !nothingYet;
    }

    TrafficState to(Stage next, long now) {
        return with(copy -> {
            copy.stage = next;
            copy.since = now;
            copy.tries = 0;
            copy.denials = 0;
            copy.polls = 0;
        });
    }

    /** A clock that was put back must not make the stage's time longer than it was to be. */
    TrafficState notAfter(long now) {
        return now >= since ? this : with(copy -> copy.since = now);
    }

    TrafficState deploying(DeployState next) {
        return with(copy -> copy.deploy = next);
    }

    TrafficState sized(Map<String, Size> wanted) {
        return with(copy -> copy.sizes = wanted);
    }

    TrafficState deployed(DeployResult result) {
        return with(copy -> {
            copy.deploy = null;
            copy.deployed = new Deployed(result.objects(), result.artifacts(), result.warnings());
        });
    }

    TrafficState entering(List<Group> groups) {
        return with(copy -> copy.entering = groups);
    }

    TrafficState leaving(List<Group> groups) {
        return with(copy -> copy.leaving = groups);
    }

    TrafficState nextStep() {
        return with(copy -> {
            copy.step = step + 1;
            copy.answered = false;
        });
    }

    TrafficState answered(String refused) {
        return with(copy -> {
            copy.answered = refused == null;
            copy.refusal = refused;
        });
    }

    TrafficState triedInVain(boolean denied) {
        return with(copy -> {
            copy.tries = tries + 1;
            copy.denials = denied ? denials + 1 : denials;
        });
    }

    TrafficState polled() {
        return with(copy -> {
            copy.tries = 0;
            copy.denials = 0;
            copy.polls = polls + 1;
        });
    }

    TrafficState ending(Ending how, List<Problem> why) {
        return with(copy -> {
            copy.ending = ending == null ? how : ending;
            copy.errors = concat(errors, why);
        });
    }

    /** A move that was cut off had changed something after all. */
    TrafficState failedAfterAll() {
        return with(copy -> copy.ending = new Ending(Status.FAILED, ending.category()));
    }

    /** Each warning counts once, however often it arises. */
    TrafficState warned(List<Problem> more) {
        List<Problem> fresh =
                more.stream().filter(w -> !warnings.contains(w)).distinct().toList();
        return with(copy -> copy.warnings = concat(warnings, fresh));
    }

    private TrafficState with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.done(this);
    }

    /** The components that change on the way, so that a change names what it changes. */
    private static final class Copy {
        private Stage stage;
        private long since;
        private DeployState deploy;
        private Map<String, Size> sizes;
        private Deployed deployed;
        private List<Group> entering;
        private List<Group> leaving;
        private int step;
        private boolean answered;
        private String refusal;
        private int tries;
        private int denials;
        private int polls;
        private Ending ending;
        private List<Problem> warnings;
        private List<Problem> errors;

        Copy(TrafficState state) {
            stage = state.stage;
            since = state.since;
            deploy = state.deploy;
            sizes = state.sizes;
            deployed = state.deployed;
            entering = state.entering;
            leaving = state.leaving;
            step = state.step;
            answered = state.answered;
            refusal = state.refusal;
            tries = state.tries;
            denials = state.denials;
            polls = state.polls;
            ending = state.ending;
            warnings = state.warnings;
            errors = state.errors;
        }

        TrafficState done(TrafficState from) {
            return new TrafficState(
                    from.version,
                    from.id,
                    from.request,
                    from.startedAt,
                    stage,
                    since,
                    deploy,
                    sizes,
                    deployed,
                    entering,
                    leaving,
                    step,
                    answered,
                    refusal,
                    tries,
                    denials,
                    polls,
                    ending,
                    warnings,
                    errors);
        }
    }

    private static <T> List<T> concat(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
