package io.jenkins.plugins.spindelivery.engine.aws.destroy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
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
 * @param kind what is being destroyed in {@link Stage#DESTROY}; {@code null} before
 * @param targets what was found, in the order of destroying
 */
public record DestroyState(
        @JsonProperty("version") int version,
        @JsonProperty("course") Course course,
        @JsonProperty("request") DestroyRequest request,
        @JsonProperty("stage") Stage stage,
        @JsonProperty("kind") DestroyKind kind,
        @JsonProperty("targets") List<Target> targets)
        implements AwsState<DestroyState> {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** What a move is about. */
    enum Stage {
        FIND,
        DESTROY,
        /** After a failure or cancel: finding out what is gone. */
        TAKE_STOCK,
        END
    }

    /**
     * Something to destroy.
     *
     * @param kind what it is
     * @param region where it is
     * @param name for people: its name, or its id where it has none
     * @param id what tells it from something later of the same name: an ARN or an id
     * @param parts what goes with it: an image's snapshots
     * @param gone whether it is gone
     */
    record Target(
            @JsonProperty("kind") DestroyKind kind,
            @JsonProperty("region") String region,
            @JsonProperty("name") String name,
            @JsonProperty("id") String id,
            @JsonProperty("parts") List<String> parts,
            @JsonProperty("gone") boolean gone) {

        Target {
            Objects.requireNonNull(kind, "kind");
            parts = List.copyOf(parts);
        }

        ObjectRef ref() {
            return AwsRef.of(kind.kind(), region, name);
        }

        Target gone(boolean now) {
            return new Target(kind, region, name, id, parts, now);
        }
    }

    public DestroyState {
        // A file that a person has edited is refused when it is read, and not in the middle of the work.
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(stage, "stage");
        targets = List.copyOf(targets);
    }

    static DestroyState begin(Course course, DestroyRequest request) {
        return new DestroyState(VERSION, course, request, Stage.FIND, null, List.of());
    }

    @Override
    public DestroyState with(Course changed) {
        return new DestroyState(version, changed, request, stage, kind, targets);
    }

    DestroyState to(Stage next, DestroyKind now) {
        return new DestroyState(version, course.ahead(), request, next, now, targets);
    }

    DestroyState with(List<Target> changed) {
        return new DestroyState(version, course, request, stage, kind, changed);
    }
}
