package io.jenkins.plugins.spindelivery.engine.aws.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsState;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import java.util.Objects;

/**
 * How far a search has come.
 *
 * @param version of this layout
 * @param course what all operations have in common
 * @param request what was asked for
 */
public record ImageFindState(
        @JsonProperty("version") int version,
        @JsonProperty("course") Course course,
        @JsonProperty("request") ImageFindRequest request)
        implements AwsState<ImageFindState> {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    public ImageFindState {
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(request, "request");
    }

    @Override
    public ImageFindState with(Course other) {
        return new ImageFindState(version, other, request);
    }
}
