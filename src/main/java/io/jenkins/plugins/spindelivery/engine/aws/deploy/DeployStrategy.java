package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of the older server groups of a cluster once a new one is up; Spinnaker's strategies, and a refresh. */
public enum DeployStrategy {
    /** Nothing: they go on beside the new one. */
    NONE("none", ""),
    /** They are disabled, so that a rollback only has to enable them. Also called blue/green. */
    RED_BLACK("redBlack", "blueGreen"),
    /** They are destroyed. */
    HIGHLANDER("highlander"),
    /** They lose their traffic by percentages, while the new one grows by the same. */
    ROLLING_RED_BLACK("rollingRedBlack", "rollingBlueGreen"),
    /** There is no new one: the newest one's instances are replaced in place by an instance refresh. */
    REFRESH("refresh");

    private final List<String> words;

    DeployStrategy(String... words) {
        this.words = List.of(words);
    }

    /**
     * The word of the contracts.
     *
     * @return such as {@code redBlack}
     */
    @JsonValue
    public String word() {
        return words.get(0);
    }

    /**
     * A strategy by its word, as written here or in Spinnaker.
     *
     * @param word in any case, with or without {@code -}, {@code _}, {@code /} or spaces; an empty one is {@link #NONE}
     * @return empty for any other word
     */
    public static Optional<DeployStrategy> of(String word) {
        String plain = word.replaceAll("[-_/\\s]", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(strategy -> strategy.words.stream()
                        .anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(plain)))
                .findFirst();
    }

    @JsonCreator
    static DeployStrategy read(String word) {
        return of(word).orElseThrow(() -> new IllegalArgumentException("no strategy: " + word));
    }
}
