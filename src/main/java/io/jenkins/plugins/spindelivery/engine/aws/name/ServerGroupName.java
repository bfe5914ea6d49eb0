package io.jenkins.plugins.spindelivery.engine.aws.name;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a server group as Spinnaker's naming convention for AWS has it: {@code app-stack-detail-v003}.
 *
 * @param application letters, digits, dots and underscores
 * @param stack empty when there is none
 * @param detail empty when there is none; may hold dashes
 * @param sequence from 0 to 999; {@code -1} for a name without a sequence
 */
public record ServerGroupName(String application, String stack, String detail, int sequence) {
    /** How many sequence numbers there are; after the last one the first that is free is taken. */
    public static final int SEQUENCES = 1000;

    private static final Pattern NUMBERED = Pattern.compile("^(.+)-v(\\d{3})$");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9._]+");
    private static final Pattern DETAIL = Pattern.compile("[A-Za-z0-9._-]+");

    public ServerGroupName {
        if (!PART.matcher(application).matches()
                || !(stack.isEmpty() || PART.matcher(stack).matches())
                || !(detail.isEmpty() || DETAIL.matcher(detail).matches())
                || sequence < -1
                || sequence >= SEQUENCES) {
            throw new IllegalArgumentException(
                    "no server group's name: " + application + ", " + stack + ", " + detail + ", " + sequence);
        }
    }

    /**
     * Reads a name.
     *
     * @param name such as {@code shop-web-blue-v003}, or without a sequence
     * @return its parts; empty when it is no name of this form
     */
    public static Optional<ServerGroupName> parse(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        boolean hasNumber = numbered.matches();
        String cluster = hasNumber ? numbered.group(1) : name;
        String[] parts = cluster.split("-", 3);
        try {
            return Optional.of(new ServerGroupName(
                    parts[0],
                    parts.length > 1 ? parts[1] : "",
                    parts.length > 2 ? parts[2] : "",
                    hasNumber ? Integer.parseInt(numbered.group(2)) : -1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The cluster, which holds the server groups of one thing together.
     *
     * @return such as {@code shop-web-blue}; {@code shop--blue} for a detail without a stack
     */
    public String cluster() {
        if (detail.isEmpty()) {
            return stack.isEmpty() ? application : application + "-" + stack;
        }
        return application + "-" + stack + "-" + detail;
    }

    /**
     * The whole name.
     *
     * @return such as {@code shop-web-blue-v003}
     */
    @Override
    public String toString() {
        return sequence < 0 ? cluster() : String.format(Locale.ROOT, "%s-v%03d", cluster(), sequence);
    }

    /**
     * The same cluster with another sequence number.
     *
     * @param number from 0 to 999
     * @return the name
     */
    public ServerGroupName numbered(int number) {
        return new ServerGroupName(application, stack, detail, number);
    }

    /**
     * The number of the next server group: one more than the newest's, and after 999 the first from 0 on that is free.
     *
     * @param newest the number of the newest server group, by time of creation; {@code -1} when there is none
     * @param taken the numbers that are in use
     * @return the number; empty when all are in use
     */
    public static OptionalInt next(int newest, Collection<Integer> taken) {
        Set<Integer> used = new HashSet<>(taken);
        for (int i = 1; i <= SEQUENCES; i++) {
            int candidate = Math.floorMod(newest + i, SEQUENCES);
            if (!used.contains(candidate)) {
                return OptionalInt.of(candidate);
            }
        }
        return OptionalInt.empty();
    }
}
