package io.jenkins.plugins.spindelivery.engine.webhook;

import java.util.Optional;
import java.util.stream.Stream;

/** Where the status is that a webhook waits for; the words are Spinnaker's {@code statusUrlResolution}. */
public enum StatusUrl {
    /** At the URL that was called. */
    GET_METHOD("getMethod"),
    /** Where the answer's header {@code Location} says. */
    LOCATION_HEADER("locationHeader"),
    /** At a URL in the answer's body. */
    WEBHOOK_RESPONSE("webhookResponse");

    private final String word;

    StatusUrl(String word) {
        this.word = word;
    }

    /**
     * The word.
     *
     * @return such as {@code locationHeader}
     */
    public String word() {
        return word;
    }

    /**
     * Finds one by its word.
     *
     * @param text in whatever case; empty for {@link #GET_METHOD}
     * @return empty when there is none
     */
    public static Optional<StatusUrl> of(String text) {
        return text.isEmpty()
                ? Optional.of(GET_METHOD)
                : Stream.of(values())
                        .filter(one -> one.word.equalsIgnoreCase(text))
                        .findFirst();
    }
}
