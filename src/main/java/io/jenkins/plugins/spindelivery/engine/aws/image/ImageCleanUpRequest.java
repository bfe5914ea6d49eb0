package io.jenkins.plugins.spindelivery.engine.aws.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Which images are not needed any more. An image goes when every condition that is set holds for it.
 *
 * @param account the account's name
 * @param regions where; at least one
 * @param tags all of which an image has; without them only images that were baked here are looked at
 * @param keep how many of the newest of each package stay whatever their age; {@code null} for none
 * @param olderThanSeconds how old an image must be to go; {@code null} for any age
 * @param expired whether only images go whose expiry is over
 * @param includeShared whether images that are shared with other accounts go, too: whether these use them can't be seen
 * @param dryRun whether it is only told what would go
 * @param timeoutSeconds how long it may take
 */
public record ImageCleanUpRequest(
        @JsonProperty("account") String account,
        @JsonProperty("regions") List<String> regions,
        @JsonProperty("tags") Map<String, String> tags,
        @JsonProperty("keep") Integer keep,
        @JsonProperty("olderThanSeconds") Long olderThanSeconds,
        @JsonProperty("expired") boolean expired,
        @JsonProperty("includeShared") boolean includeShared,
        @JsonProperty("dryRun") boolean dryRun,
        @JsonProperty("timeoutSeconds") long timeoutSeconds) {
    /** How long it may take unless somebody says otherwise, in seconds. */
    public static final long DEFAULT_TIMEOUT_SECONDS = 1800;

    public ImageCleanUpRequest {
        Objects.requireNonNull(account, "account");
        regions = List.copyOf(regions);
        tags = new TreeMap<>(tags);
    }

    /**
     * Makes sure that it does not mean all images by accident.
     *
     * @throws ProblemException when no condition is set, a number is negative, a tag has no key, or there is no region
     */
    public void check() {
        if (keep == null && olderThanSeconds == null && !expired) {
            throw wrong("aws.image-clean-everything");
        }
        if (keep != null && keep < 0 || olderThanSeconds != null && olderThanSeconds < 0) {
            throw wrong("aws.image-clean-negative");
        }
        if (regions.isEmpty()) {
            throw wrong("aws.image-no-region");
        }
        if (tags.containsKey("")) {
            throw wrong("aws.image-tag-empty");
        }
    }

    private static ProblemException wrong(String code) {
        return new ProblemException(Category.INPUT, Problem.of(code, ""));
    }
}
