package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Times as the API writes them. */
final class Times {

    private Times() {}

    /**
     * A point in time.
     *
     * @param text such as {@code 2026-01-01T00:00:00Z}; may be empty
     * @return the time; the earliest of all when the text is none, so that it never seems to be news
     */
    static Instant parse(String text) {
        try {
            return text.isEmpty() ? Instant.MIN : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.MIN;
        }
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** When an object's manifest last changed, by the cluster's own clock; a change of its status does not count. */
    static Instant lastChange(Fields object) {
        Instant latest = parse(object.text("metadata.creationTimestamp"));
        for (Fields entry : object.list("metadata.managedFields")) {
            if (entry.text("subresource").isEmpty()) {
                latest = later(latest, parse(entry.text("time")));
            }
        }
        return latest;
    }

    /** The first of several texts that is a time. */
    static Instant first(String... texts) {
        for (String text : texts) {
            Instant time = parse(text);
            if (!time.equals(Instant.MIN)) {
                return time;
            }
        }
        return Instant.MIN;
    }
}
