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
 * A search for one image in each of several regions: by its package and tags, or by the cluster that runs it.
 *
 * @param account the account's name
 * @param regions where the image is wanted; at least one
 * @param packageName the package that the image's {@code appversion} names; empty for any
 * @param tags all of which the image has; a value may hold {@code *}
 * @param cluster the cluster whose server group says the image; empty to search by package and tags
 * @param choice which of the cluster's server groups
 * @param onlyEnabled whether server groups that take no requests do not count
 */
public record ImageFindRequest(
        @JsonProperty("account") String account,
        @JsonProperty("regions") List<String> regions,
        @JsonProperty("packageName") String packageName,
        @JsonProperty("tags") Map<String, String> tags,
        @JsonProperty("cluster") String cluster,
        @JsonProperty("choice") ImageChoice choice,
        @JsonProperty("onlyEnabled") boolean onlyEnabled) {

    public ImageFindRequest {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(choice, "choice");
        regions = List.copyOf(regions);
        tags = new TreeMap<>(tags);
    }

    /**
     * Makes sure that it is a clear question.
     *
     * @throws ProblemException when it names neither or both of a cluster and a package or tags, or no region
     */
    public void check() {
        boolean byTags = !packageName.isEmpty() || !tags.isEmpty();
        if (byTags == !cluster.isEmpty()) {
            throw wrong(byTags ? "aws.image-both" : "aws.image-nothing");
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
