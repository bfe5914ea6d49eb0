package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The cluster's events about an object. */
final class ClusterEvents {
    private static final int MOST = 5;

    private final SharedLists lists;

    /**
     * One event; the cluster counts repetitions.
     *
     * @param warning whether it is of type Warning
     * @param reason such as {@code FailedScheduling}
     * @param message for people
     * @param count how often it happened
     * @param first when it first happened; {@link Instant#MIN} when unknown
     * @param last when it last happened; {@link Instant#MIN} when unknown
     */
    record Happening(boolean warning, String reason, String message, int count, Instant first, Instant last) {

        private Happening and(Happening again) {
            return new Happening(
                    warning,
                    reason,
                    message,
                    count + again.count,
                    first.isBefore(again.first) ? first : again.first,
                    last.isAfter(again.last) ? last : again.last);
        }

        @Override
        public String toString() {
            return PodTroubles.joined(reason, message) + (count > 1 ? " (x" + count + ")" : "");
        }
    }

    ClusterEvents(SharedLists lists) {
        this.lists = lists;
    }

    /**
     * The last warnings about an object, as lines.
     *
     * @param ref the object
     * @param uid its uid; empty when unknown
     * @return at most five, oldest first; a line that says so when events can't be read
     */
    List<String> lines(ObjectRef ref, String uid) {
        List<Happening> warnings = warnings(ref, uid);
        return lists.unreadable("v1", "Event", namespace(ref)).isPresent()
                ? List.of(PodTroubles.problem("events-unreadable").message())
                : warnings.stream().map(Happening::toString).toList();
    }

    /** The last warnings about an object: at most five, oldest first, each once. */
    List<Happening> warnings(ObjectRef ref, String uid) {
        Map<String, Happening> distinct = new LinkedHashMap<>();
        of(ref, uid).stream()
                .filter(Happening::warning)
                .forEach(each ->
                        distinct.merge(each.reason() + "\n" + sameFor(ref, each.message()), each, Happening::and));
        List<Happening> sorted = new ArrayList<>(distinct.values());
        sorted.sort(Comparator.comparing(Happening::last));
        return sorted.subList(Math.max(0, sorted.size() - MOST), sorted.size());
    }

    /** Messages that differ by a pod's generated name alone are the same, as when a quota refuses one after another. */
    private static String sameFor(ObjectRef owner, String message) {
        return message.replaceFirst("^\\(combined from similar events\\): ", "")
                .replaceAll(Pattern.quote(owner.name()) + "-[a-z0-9]{5}\\b", "-");
    }

    /** All events about an object, in no order. */
    List<Happening> of(ObjectRef ref, String uid) {
        Predicate<JsonNode> about = about(ref, uid);
        return lists.list("v1", "Event", namespace(ref)).stream()
                .filter(each -> about.test(each.path("involvedObject")))
                .map(ClusterEvents::happening)
                .toList();
    }

    /** Events about cluster-scoped objects are kept in the namespace {@code default}. */
    private static String namespace(ObjectRef ref) {
        return ref.namespace().isEmpty() ? "default" : ref.namespace();
    }

    private static Predicate<JsonNode> about(ObjectRef ref, String uid) {
        if (!uid.isEmpty()) {
            return involved -> involved.path("uid").asText("").equals(uid);
        }
        return involved -> involved.path("kind").asText("").equals(ref.kind())
                && involved.path("name").asText("").equals(ref.name());
    }

    private static Happening happening(JsonNode event) {
        JsonNode series = event.path("series");
        String created = event.path("metadata").path("creationTimestamp").asText("");
        String time = event.path("eventTime").asText("");
        Instant first = Times.first(event.path("firstTimestamp").asText(""), time, created);
        Instant last = Times.first(
                series.path("lastObservedTime").asText(""),
                event.path("lastTimestamp").asText(""),
                time,
                created);
        return new Happening(
                event.path("type").asText("").equals("Warning"),
                event.path("reason").asText(""),
                event.path("message").asText("").strip(),
                Math.max(1, series.path("count").asInt(event.path("count").asInt(1))),
                first,
                last);
    }
}
