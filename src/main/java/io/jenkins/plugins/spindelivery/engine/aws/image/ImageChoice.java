package io.jenkins.plugins.spindelivery.engine.aws.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which of a cluster's server groups says the image, as in Spinnaker's stage "Find Image from Cluster". */
public enum ImageChoice {
    /** The one with the most instances. */
    @JsonProperty("largest")
    LARGEST,
    /** The youngest. */
    @JsonProperty("newest")
    NEWEST,
    /** The one that has been there longest. */
    @JsonProperty("oldest")
    OLDEST,
    /** The only one; several are an error. */
    @JsonProperty("fail")
    FAIL;

    /**
     * The word in contracts and forms.
     *
     * @return such as {@code newest}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The choice of a word.
     *
     * @param word in any case
     * @return empty for no such word
     */
    public static Optional<ImageChoice> of(String word) {
        return Arrays.stream(values())
                .filter(choice -> choice.word().equalsIgnoreCase(word))
                .findFirst();
    }
}
