package io.jenkins.plugins.spindelivery.engine.aws.destroy;

import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tags that were seen while looking for others, to say what a selector that selects nothing may have meant. */
final class SimilarTags {
    private final Map<String, SortedSet<String>> seen = new TreeMap<>();

    /** Notes tags. */
    void add(Map<String, String> tags) {
        tags.forEach((key, value) ->
                seen.computeIfAbsent(key, first -> new TreeSet<>()).add(value));
    }

    /**
     * What there is to say when nothing was selected.
     *
     * @param request with the tags
     * @param selector of these tags
     * @return that there was nothing, and then what keys and values are like those asked for
     */
    List<Problem> warnings(DestroyRequest request, TagSelector selector) {
        List<String> kinds = DestroyKind.words().stream()
                .filter(word -> DestroyKind.of(word).filter(request::includes).isPresent())
                .toList();
        List<Problem> warnings = new ArrayList<>();
        warnings.add(Problem.of(
                "aws.destroy-nothing",
                "",
                String.join(", ", request.regions()),
                String.join(", ", kinds),
                request.tags().entrySet().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining(", "))));
        selector.literal().forEach((key, value) -> {
            if (seen.containsKey(key)) {
                if (!seen.get(key).contains(value)) {
                    Nearest.to(value, seen.get(key))
                            .ifPresent(
                                    near -> warnings.add(Problem.of("aws.destroy-near-value", "", key, value, near)));
                }
            } else {
                List<String> keys = new ArrayList<>(seen.keySet());
                keys.addAll(TagSelector.WORDS);
                Nearest.to(key, keys)
                        .ifPresent(near -> warnings.add(Problem.of("aws.destroy-near-key", "", key, near)));
            }
        });
        return warnings;
    }
}
