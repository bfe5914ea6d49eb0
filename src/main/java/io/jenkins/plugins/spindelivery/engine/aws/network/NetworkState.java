package io.jenkins.plugins.spindelivery.engine.aws.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsState;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;
import java.util.Objects;

/**
 * How far it has come.
 *
 * @param version of this layout
 * @param course what all operations on AWS have in common
 * @param request what was asked for
 * @param stage what the next move is about
 * @param plan what is to be done, and what of it is
 * @param back what is being taken back
 * @param awaited what was not ready at the last look, in the words of AWS; empty when nothing is waited for
 */
public record NetworkState(
        @JsonProperty("version") int version,
        @JsonProperty("course") Course course,
        @JsonProperty("request") NetworkRequest request,
        @JsonProperty("stage") Stage stage,
        @JsonProperty("plan") List<Planned> plan,
        @JsonProperty("back") List<Made> back,
        @JsonProperty("awaited") String awaited)
        implements AwsState<NetworkState> {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** What a move is about. */
    enum Stage {
        PLAN,
        GROUPS,
        GROUP_RULES,
        TARGET_GROUPS,
        BALANCERS,
        LISTENERS,
        WAIT,
        /** After a failure or cancel: finding what this run made. */
        FIND_BACK,
        BACK_BALANCERS,
        BACK_TARGET_GROUPS,
        BACK_GROUPS,
        END
    }

    /**
     * Something that this run made.
     *
     * @param ref its name
     * @param id its ARN, or a group's id
     * @param kept whether something uses it that this run did not make, so that it stays
     */
    record Made(
            @JsonProperty("ref") ObjectRef ref, @JsonProperty("id") String id, @JsonProperty("kept") boolean kept) {}

    public NetworkState {
        // A file that a person has edited is refused when it is read, and not in the middle of the work.
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(stage, "stage");
        plan = List.copyOf(plan);
        back = List.copyOf(back);
        awaited = awaited == null ? "" : awaited;
    }

    static NetworkState begin(Course course, NetworkRequest request) {
        return new NetworkState(VERSION, course, request, Stage.PLAN, List.of(), List.of(), "");
    }

    @Override
    public NetworkState with(Course changed) {
        return new NetworkState(version, changed, request, stage, plan, back, awaited);
    }

    NetworkState to(Stage next) {
        return new NetworkState(version, course.ahead(), request, next, plan, back, "");
    }

    NetworkState with(List<Planned> changed) {
        return new NetworkState(version, course, request, stage, changed, back, awaited);
    }

    NetworkState takingBack(List<Made> made) {
        return new NetworkState(version, course, request, stage, plan, made, awaited);
    }

    NetworkState awaiting(String what) {
        return new NetworkState(version, course, request, stage, plan, back, what);
    }
}
