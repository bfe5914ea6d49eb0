package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How far a container's log has been read. A log can only be asked for by the second, so the lines of the last second come
 * again; they are told apart by their time, to the nanosecond, and by how many of that time were read.
 *
 * @param pod the pod's name
 * @param container the container's name
 * @param restarts how often the container had been restarted
 * @param time of the last line that was read (RFC 3339); empty before the first
 * @param count how many lines of that time were read
 * @param limit how many bytes to ask for; more than the usual where the lines of one second are longer
 * @param done whether the container has ended and all was read
 */
record LogPosition(
        @JsonProperty("pod") String pod,
        @JsonProperty("container") String container,
        @JsonProperty("restarts") int restarts,
        @JsonProperty("time") String time,
        @JsonProperty("count") int count,
        @JsonProperty("limit") int limit,
        @JsonProperty("done") boolean done) {
    /** As nodes write it (RFC 3339), in the time zone of the node. */
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    /** For one look at one container. */
    static final int USUAL_LIMIT = 256 << 10;

    /** A second with more than this is not read to its end. */
    private static final int LARGEST_LIMIT = 8 << 20;

    /**
     * What one look gave.
     *
     * @param lines new ones, in order, without their times
     * @param next where to go on
     * @param more whether there is more to be read at once
     * @param skipped whether the rest of a second was skipped, because it was too much
     */
    record Look(List<String> lines, LogPosition next, boolean more, boolean skipped) {}

    static LogPosition begin(String pod, String container) {
        return new LogPosition(pod, container, 0, "", 0, USUAL_LIMIT, false);
    }

    /** Since when to ask: the API knows seconds only. */
    String since() {
        return time.isEmpty()
                ? ""
                : Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    LogPosition restarted(int times) {
        return new LogPosition(pod, container, times, time, count, limit, false);
    }

    LogPosition finished() {
        return new LogPosition(pod, container, restarts, time, count, limit, true);
    }

    /**
     * Reads what the server gave for {@link #since()} and {@link #limit()}.
     *
     * @param text lines, each with its time in front; the last is cut when there is more than the limit
     * @return the new lines, and where to go on
     */
    Look read(String text) {
        boolean cut = text.getBytes(StandardCharsets.UTF_8).length >= limit;
        String whole = cut ? text.substring(0, text.lastIndexOf('\n') + 1) : text;
        List<String> fresh = new ArrayList<>();
        String last = time;
        int seen = count;
        int known = 0;
        for (String line : whole.split("\n")) {
            int blank = line.indexOf(' ');
            String at = blank < 0 ? line : line.substring(0, blank);
            if (!TIME.matcher(at).matches()) {
                // The node's own words, such as that it has no log: no line of the container's.
                continue;
            }
            if (at.equals(time) && known < count) {
                known++;
                continue;
            }
            if (compare(at, time) < 0) {
                continue;
            }
            fresh.addAll(pieces(blank < 0 ? "" : line.substring(blank + 1)));
            seen = at.equals(last) ? seen + 1 : 1;
            last = at;
        }
        if (!fresh.isEmpty() || !cut) {
            return new Look(
                    fresh, new LogPosition(pod, container, restarts, last, seen, USUAL_LIMIT, false), cut, false);
        }
        return larger();
    }

    /** A program that shows its progress writes over its line again and again; only the first piece has a time. */
    private static List<String> pieces(String line) {
        return line.isEmpty() ? List.of("") : line.lines().toList();
    }

    /** Nothing new within the limit: asks for more, or goes on behind the second that is too much. */
    private Look larger() {
        if (limit < LARGEST_LIMIT) {
            LogPosition wider = new LogPosition(pod, container, restarts, time, count, limit * 4, false);
            return new Look(List.of(), wider, true, false);
        }
        String next =
                time.isEmpty() ? time : Instant.parse(since()).plusSeconds(1).toString();
        LogPosition behind = new LogPosition(pod, container, restarts, next, 0, USUAL_LIMIT, next.isEmpty());
        return new Look(List.of(), behind, !next.isEmpty(), true);
    }

    /** Compared as points in time: zones may differ, and zeros at the end of the fraction may be left away. */
    private static int compare(String one, String other) {
        return one.isEmpty() || other.isEmpty()
                ? one.compareTo(other)
                : Instant.parse(one).compareTo(Instant.parse(other));
    }
}
