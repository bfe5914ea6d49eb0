package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsState;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import java.util.List;
import java.util.Objects;

/**
 * How far a bake is.
 *
 * @param version the layout of this state
 * @param course what all operations on AWS have
 * @param request what is asked for
 * @param phase what the next move is about
 * @param imageName the name of the image that this bake would make
 * @param images one for each region, in the order of the request
 * @param base what is baked on
 * @param vpc where the builder runs; empty for the default one
 * @param lease the right to bake
 * @param other the operation that has that right instead; empty when none has
 * @param builder the instance; empty while there is none
 * @param command the command of Systems Manager; empty without one
 * @param phaseSince when this phase began, in milliseconds since 1970
 * @param seen what the status of what is being waited for was last
 * @param shown how many lines of the builder's output have been told
 * @param published whether others may use the image already, so that it stays
 */
public record BakeState(
        @JsonProperty("version") int version,
        @JsonProperty("course") Course course,
        @JsonProperty("request") BakeRequest request,
        @JsonProperty("phase") BakePhase phase,
        @JsonProperty("imageName") String imageName,
        @JsonProperty("images") List<BakedImage> images,
        @JsonProperty("base") BaseImage base,
        @JsonProperty("vpc") String vpc,
        @JsonProperty("lease") BakeLease lease,
        @JsonProperty("other") String other,
        @JsonProperty("builder") String builder,
        @JsonProperty("command") String command,
        @JsonProperty("phaseSince") long phaseSince,
        @JsonProperty("seen") String seen,
        @JsonProperty("shown") int shown,
        @JsonProperty("published") boolean published)
        implements AwsState<BakeState> {

    public BakeState {
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(imageName, "imageName");
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(lease, "lease");
        images = List.copyOf(images);
    }

    static BakeState begin(Course course, BakeRequest request, String imageName) {
        return new BakeState(
                Bake.STATE_VERSION,
                course,
                request,
                BakePhase.LOOK,
                imageName,
                request.regions().stream().map(BakedImage::missing).toList(),
                BaseImage.NONE,
                "",
                BakeLease.NONE,
                "",
                "",
                "",
                course.startedAt(),
                "",
                0,
                false);
    }

    @Override
    public BakeState with(Course changed) {
        return new Copy(this).course(changed).copy();
    }

    /** The next phase; tries and polls begin anew. */
    BakeState enter(BakePhase next, long now) {
        return new Copy(this).course(course.ahead()).phase(next, now).copy();
    }

    BakeState images(List<BakedImage> found) {
        return new Copy(this).images(found).copy();
    }

    BakeState base(BaseImage found, String inVpc) {
        return new Copy(this).base(found, inVpc).copy();
    }

    BakeState lease(BakeLease right) {
        return new Copy(this).lease(right).copy();
    }

    BakeState other(String operation) {
        return new Copy(this).other(operation).copy();
    }

    BakeState builder(String instance) {
        return new Copy(this).builder(instance).copy();
    }

    BakeState command(String id) {
        return new Copy(this).command(id).copy();
    }

    BakeState seen(String status) {
        return new Copy(this).seen(status).copy();
    }

    BakeState shown(int lines) {
        return new Copy(this).shown(lines).copy();
    }

    BakeState publishing() {
        return new Copy(this).published().copy();
    }

    boolean allFound() {
        return images.stream().noneMatch(BakedImage::isMissing);
    }

    /** A state that is going to differ in a few fields. */
    private static final class Copy {
        private final BakeState from;
        private Course course;
        private BakePhase phase;
        private List<BakedImage> images;
        private BaseImage base;
        private String vpc;
        private BakeLease lease;
        private String other;
        private String builder;
        private String command;
        private long phaseSince;
        private String seen;
        private int shown;
        private boolean published;

        Copy(BakeState from) {
            this.from = from;
            course = from.course;
            phase = from.phase;
            images = from.images;
            base = from.base;
            vpc = from.vpc;
            lease = from.lease;
            other = from.other;
            builder = from.builder;
            command = from.command;
            phaseSince = from.phaseSince;
            seen = from.seen;
            shown = from.shown;
            published = from.published;
        }

        Copy course(Course value) {
            course = value;
            return this;
        }

        Copy phase(BakePhase value, long now) {
            phase = value;
            phaseSince = now;
            seen = "";
            return this;
        }

        Copy images(List<BakedImage> value) {
            images = value;
            return this;
        }

        Copy base(BaseImage value, String inVpc) {
            base = value;
            vpc = inVpc;
            return this;
        }

        Copy lease(BakeLease value) {
            lease = value;
            return this;
        }

        Copy other(String value) {
            other = value;
            return this;
        }

        Copy builder(String value) {
            builder = value;
            return this;
        }

        Copy command(String value) {
            command = value;
            return this;
        }

        Copy seen(String value) {
            seen = value;
            return this;
        }

        Copy shown(int value) {
            shown = value;
            return this;
        }

        Copy published() {
            published = true;
            return this;
        }

        BakeState copy() {
            return new BakeState(
                    from.version,
                    course,
                    from.request,
                    phase,
                    from.imageName,
                    images,
                    base,
                    vpc,
                    lease,
                    other,
                    builder,
                    command,
                    phaseSince,
                    seen,
                    shown,
                    published);
        }
    }
}
