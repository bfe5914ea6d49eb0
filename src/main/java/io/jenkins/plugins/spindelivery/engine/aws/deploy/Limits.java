package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.name.ServerGroupName;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What AWS takes of names and tags, as its documents have it: "Tag restrictions" and {@code CreateLaunchTemplate} of Amazon
 * EC2, {@code Tag} of Auto Scaling. Lengths are in characters of Unicode.
 */
final class Limits {
    /** AWS takes 128 characters for a launch template; a server group's name is shorter than its template's by some. */
    static final int LONGEST_CLUSTER = 128 - 1 - Templates.ID_IN_NAME;

    private static final int MOST_TAGS = 50;

    private Limits() {}

    /** The name is too long. */
    static List<Problem> ofName(ServerGroupName cluster) {
        int length = length(cluster.cluster());
        return length <= LONGEST_CLUSTER
                ? List.of()
                : List.of(Problem.of("aws.deploy-name-long", "", cluster.cluster(), length, LONGEST_CLUSTER));
    }

    /** Tags are too many, too long, or not the user's to set. */
    static List<Problem> ofTags(Map<String, String> tags, boolean madeForSomeone) {
        List<Problem> problems = new ArrayList<>();
        int ours = (madeForSomeone ? 4 : 3) + (tags.containsKey(AwsTags.NAME) ? 0 : 1);
        if (tags.size() + ours > MOST_TAGS) {
            problems.add(Problem.of("aws.deploy-tag-count", "", tags.size(), MOST_TAGS - ours, MOST_TAGS, ours));
        }
        tags.forEach((key, value) -> {
            if (key.startsWith(AwsTags.PREFIX) || key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                problems.add(Problem.of("aws.deploy-tag", "", key));
            }
            if (key.isEmpty() || length(key) > AwsTags.LONGEST_NAME) {
                problems.add(Problem.of("aws.deploy-tag-key", "", key, length(key), AwsTags.LONGEST_NAME));
            }
            if (length(value) > AwsTags.LONGEST_VALUE) {
                problems.add(Problem.of("aws.deploy-tag-value", "", key, length(value), AwsTags.LONGEST_VALUE));
            }
        });
        return problems;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
