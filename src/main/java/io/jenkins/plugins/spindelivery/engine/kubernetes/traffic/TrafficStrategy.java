package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of the older ReplicaSets of a cluster once a new one is stable; in Spinnaker's words. */
public enum TrafficStrategy {
    /** Nothing. */
    NONE("none"),
    /** They stay, but get no requests any more; back is quick. Also called blue/green. */
    RED_BLACK("redBlack", "blueGreen"),
    /** They are deleted. */
    HIGHLANDER("highlander"),
    /** The new one grows by percentages, and the older ones lose as many of their pods; in the end as with red/black. */
    ROLLING_RED_BLACK("rollingRedBlack", "rollingBlueGreen");

    private final List<String> words;

    TrafficStrategy(String... words) {
        this.words = List.of(words);
    }

    /**
     * The word of requests.
     *
     * @return such as {@code redBlack}
     */
    @JsonValue
    public String word() {
        return words.get(0);
    }

    /**
     * A strategy by its word.
     *
     * @param word in any case, with or without {@code -}, {@code _}, {@code /} or spaces
     * @return empty for a word that is none
     */
    public static Optional<TrafficStrategy> of(String word) {
        String plain = word.replaceAll("[-_/\\s]", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(strategy -> strategy.words.stream()
                        .anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(plain)))
                .findFirst();
    }

    @JsonCreator
    static TrafficStrategy read(String word) {
        return of(word).orElseThrow(() -> new IllegalArgumentException("no strategy: " + word));
    }
}
