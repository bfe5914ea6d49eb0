package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the images that are going to be made can be shared: others may not use AWS's own key, which encrypts what is made
 * without a key's name unless the region has another default key.
 */
final class SharedKeys {
    /** What EC2 calls AWS's own key. */
    private static final String OWN = "alias/aws/ebs";

    private final BakeWork work;

    SharedKeys(BakeWork work) {
        this.work = work;
    }

    /** What is known of one region's key. */
    private record Known(String region, Optional<String> key) {}

    /**
     * Refuses a request whose images could not be shared.
     *
     * @param state with the images that are there already
     * @return the state, with a warning for each region whose key could not be asked for
     */
    BakeState checked(BakeState state) {
        if (work.request().shareWith().isEmpty()) {
            return state;
        }
        boolean bakes = state.images().stream().allMatch(BakedImage::isMissing);
        List<String> regions = state.images().stream()
                .filter(BakedImage::isMissing)
                .map(BakedImage::region)
                .toList();
        List<Problem> refused = new ArrayList<>();
        List<Problem> notes = new ArrayList<>();
        Parallel.map(work.context().executor(), regions, region -> known(region, bakes))
                .forEach(known -> {
                    if (known.key().isEmpty()) {
                        notes.add(Problem.of("aws.bake-share-key-unknown", "", known.region()));
                    } else if (known.key().get().endsWith(OWN)) {
                        refused.add(Problem.of("aws.bake-share-own-key", "", known.region()));
                    }
                });
        if (!refused.isEmpty()) {
            throw new ProblemException(Category.INPUT, refused);
        }
        BakeState next = state;
        for (Problem note : notes) {
            work.context().emit(new Event.Noted(note));
            next = next.with(next.course().warned(note));
        }
        return next;
    }

    private Known known(String region, boolean bakes) {
        BuilderOptions builder = work.request().builder();
        Optional<String> named = bakes && region.equals(work.home())
                ? Optional.of(builder.kmsKey()).filter(key -> !key.isEmpty())
                : builder.kmsKeyIn(region);
        return new Known(region, named.isPresent() ? named : usual(region));
    }

    private Optional<String> usual(String region) {
        try {
            return Optional.ofNullable(
                    work.ec2(region).getEbsDefaultKmsKeyId(request -> {}).kmsKeyId());
        } catch (AwsFault e) {
            if (e.passing()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
