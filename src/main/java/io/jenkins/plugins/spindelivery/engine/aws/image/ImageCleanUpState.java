package io.jenkins.plugins.spindelivery.engine.aws.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsState;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import java.util.List;
import java.util.Objects;

/**
 * How far a clean-up has come.
 *
 * @param version of this layout
 * @param course what all operations have in common
 * @param request what was asked for
 * @param stage what the next move is about
 * @param victims the images that are to go, as they were found; images that are made later stay
 */
public record ImageCleanUpState(
        @JsonProperty("version") int version,
        @JsonProperty("course") Course course,
        @JsonProperty("request") ImageCleanUpRequest request,
        @JsonProperty("stage") Stage stage,
        @JsonProperty("victims") List<Victim> victims)
        implements AwsState<ImageCleanUpState> {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** What a move is about. */
    enum Stage {
        FIND,
        /** Leaving out what other accounts may use, a few images in each move. */
        CHECK,
        DELETE,
        /** After a failure or cancel: finding out what was deleted and not recorded. */
        TAKE_STOCK,
        END
    }

    /** How far it has come with one image. */
    enum Fate {
        /** Nobody in this account uses it; with whom it is shared is not known yet. */
        UNCHECKED,
        /** Nothing was done to it. */
        FOUND,
        /** It and its snapshots are gone. */
        GONE,
        /** Somebody began to use it. */
        KEPT
    }

    /**
     * An image that is to go.
     *
     * @param image as it was found
     * @param fate how far it has come
     * @param message why it is kept; else empty
     */
    record Victim(
            @JsonProperty("image") FoundImage image,
            @JsonProperty("fate") Fate fate,
            @JsonProperty("message") String message) {
        Victim now(Fate later, String why) {
            return new Victim(image, later, why);
        }
    }

    public ImageCleanUpState {
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(stage, "stage");
        victims = List.copyOf(victims);
    }

    @Override
    public ImageCleanUpState with(Course other) {
        return new ImageCleanUpState(version, other, request, stage, victims);
    }

    ImageCleanUpState to(Stage next, List<Victim> known) {
        return new ImageCleanUpState(version, course, request, next, known);
    }
}
