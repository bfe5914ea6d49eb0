package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Something that is said and is otherwise.
 *
 * @param what the description's name for it
 * @param from what it is; {@code null} when it is not at all
 * @param to what it is to be
 */
record Difference(String what, String from, String to) {

    /**
     * What is said and is otherwise; of what nothing is said, nothing is asked.
     *
     * @param desired what is said
     * @param live what is
     * @return in the order of what is said
     */
    static List<Difference> between(Map<String, String> desired, Map<String, String> live) {
        List<Difference> differences = new ArrayList<>();
        desired.forEach((what, to) -> {
            String from = live.get(what);
            if (!Objects.equals(from, to)) {
                differences.add(new Difference(what, from, to));
            }
        });
        return differences;
    }

    /** The differences that are about some things. */
    static List<Difference> about(Set<String> what, List<Difference> differences) {
        return differences.stream()
                .filter(difference -> what.contains(difference.what()))
                .toList();
    }

    /** The entries that have to be set so that there are no differences. */
    static Map<String, String> changes(Map<String, String> desired, Map<String, String> live) {
        Map<String, String> changes = new LinkedHashMap<>();
        between(desired, live).forEach(difference -> changes.put(difference.what(), difference.to()));
        return changes;
    }

    /** For people: {@code healthCheck.path: / → /healthz}. */
    String line() {
        return from == null
                ? what + ": " + Actions.readable(to)
                : what + ": " + Actions.readable(from) + " → " + Actions.readable(to);
    }
}
