package io.jenkins.plugins.spindelivery.engine.aws.destroy;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.name.ServerGroupName;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tags something must have, all of them. The words {@code application}, {@code cluster}, {@code stack} and
 * {@code detail} mean Spin Delivery's own tags; stack and detail are parts of the cluster's name. Any other word is a tag's
 * key as it is.
 */
final class TagSelector {
    private static final String APPLICATION = "application";
    private static final String CLUSTER = "cluster";
    private static final String STACK = "stack";
    private static final String DETAIL = "detail";

    /** The words of our own. */
    static final List<String> WORDS = List.of(APPLICATION, CLUSTER, STACK, DETAIL);

    private final Map<String, String> literal = new LinkedHashMap<>();
    private final String stack;
    private final String detail;

    /**
     * Reads a selector.
     *
     * @param tags as users write them
     * @throws ProblemException of category INPUT when it selects nothing in particular
     */
    TagSelector(Map<String, String> tags) {
        if (tags.isEmpty()) {
            throw wrong("aws.destroy-no-tags");
        }
        tags.forEach((key, value) -> {
            if (key.isBlank() || value == null || value.isBlank()) {
                throw wrong("aws.destroy-empty-tag", key);
            }
            switch (key) {
                case APPLICATION -> literal.put(AwsTags.APPLICATION, value);
                case CLUSTER -> literal.put(AwsTags.CLUSTER, value);
                case STACK, DETAIL -> {}
                default -> literal.put(key, value);
            }
        });
        this.stack = tags.get(STACK);
        this.detail = tags.get(DETAIL);
        if (literal.isEmpty()) {
            throw wrong("aws.destroy-only-stack");
        }
    }

    private static ProblemException wrong(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }

    /** Tags by which AWS can look; at least one. */
    Map<String, String> literal() {
        return literal;
    }

    /** Whether something with these tags is meant. */
    boolean selects(Map<String, String> tags) {
        boolean all = literal.entrySet().stream().allMatch(tag -> tag.getValue().equals(tags.get(tag.getKey())));
        if (!all || stack == null && detail == null) {
            return all;
        }
        Optional<ServerGroupName> cluster =
                Optional.ofNullable(tags.get(AwsTags.CLUSTER)).flatMap(ServerGroupName::parse);
        return cluster.filter(name -> (stack == null || stack.equals(name.stack()))
                        && (detail == null || detail.equals(name.detail())))
                .isPresent();
    }
}
