package io.jenkins.plugins.spindelivery.engine.kubernetes.find;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Moniker;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which one of the versions of one thing is meant, in Spinnaker's words. The age goes by {@code creationTimestamp}, and of
 * those made in the same second by the number of the version; the size by {@code spec.replicas}, where an object without
 * that is smaller than one with none.
 */
public enum Criterion {
    /** The youngest. */
    NEWEST,
    /** The one before the youngest; nothing when there is only one. */
    SECOND_NEWEST,
    /** The eldest. */
    OLDEST,
    /** The one with most replicas; of several the youngest. */
    LARGEST,
    /** The one with fewest replicas; of several the eldest. */
    SMALLEST;

    private static final Comparator<ObjectNode> BY_AGE = Comparator.comparing((ObjectNode object) ->
                    object.at("/metadata/creationTimestamp").asText(""))
            .thenComparing(Criterion::sequence)
            .thenComparing(object -> object.at("/metadata/name").asText(""));

    /**
     * The word of requests.
     *
     * @return such as {@code second_newest}
     */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * A criterion by its word.
     *
     * @param word in any case, with {@code _} or {@code -}
     * @return empty for a word that is none
     */
    public static Optional<Criterion> of(String word) {
        String plain = word.strip().replace('-', '_');
        return Arrays.stream(values())
                .filter(criterion -> criterion.name().equalsIgnoreCase(plain))
                .findFirst();
    }

    @JsonCreator
    static Criterion read(String word) {
        return of(word).orElseThrow(() -> new IllegalArgumentException("no criterion: " + word));
    }

    /**
     * Chooses.
     *
     * @param objects the versions of one thing, in any order
     * @return the one that is meant; empty when there is none
     */
    public Optional<ObjectNode> choose(List<ObjectNode> objects) {
        List<ObjectNode> byAge = oldestFirst(objects);
        int last = byAge.size() - 1;
        return switch (this) {
            case NEWEST -> at(byAge, last);
            case SECOND_NEWEST -> at(byAge, last - 1);
            case OLDEST -> at(byAge, 0);
                // In a stable order the last of the largest is the youngest, the first of the smallest the eldest.
            case LARGEST -> at(bySize(byAge), last);
            case SMALLEST -> at(bySize(byAge), 0);
        };
    }

    /**
     * Sorts by age.
     *
     * @param objects in any order
     * @return the eldest first
     */
    public static List<ObjectNode> oldestFirst(List<ObjectNode> objects) {
        return objects.stream().sorted(BY_AGE).toList();
    }

    private static List<ObjectNode> bySize(List<ObjectNode> byAge) {
        return byAge.stream()
                .sorted(Comparator.comparingLong(
                        object -> object.at("/spec/replicas").asLong(-1)))
                .toList();
    }

    private static Optional<ObjectNode> at(List<ObjectNode> objects, int place) {
        return place >= 0 && place < objects.size() ? Optional.of(objects.get(place)) : Optional.empty();
    }

    private static int sequence(ObjectNode object) {
        Integer sequence = Moniker.of(object).sequence();
        return sequence == null ? -1 : sequence;
    }
}
