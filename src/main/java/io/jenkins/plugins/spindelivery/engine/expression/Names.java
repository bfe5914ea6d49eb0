package io.jenkins.plugins.spindelivery.engine.expression;

import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what a misspelt name was meant to be. */
final class Names {
    /** Beyond this many names comparing them is not worth it. */
    private static final int MAX_COMPARED = 1_000;

    private static final int MAX_LISTED = 20;
    private static final int MAX_LENGTH = 100;

    private Names() {}

    /** The given name nearest to a wrong one, if it is near enough to be worth a suggestion. */
    static Optional<String> nearest(String wrong, Collection<String> given) {
        if (wrong.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int allowed = Math.max(1, wrong.length() / 3);
        return given.stream()
                .limit(MAX_COMPARED)
                .filter(name -> name.length() <= MAX_LENGTH)
                .filter(name -> Nearest.distance(plain(wrong), plain(name)) <= allowed)
                .min(Comparator.comparingInt((String name) -> Nearest.distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Whether two names are the same up to one slip; stricter than {@link #nearest}. */
    static Optional<String> almost(String wrong, Collection<String> given) {
        return nearest(wrong, given)
                .filter(name -> Math.min(wrong.length(), name.length()) > 3
                        ? Nearest.distance(plain(wrong), plain(name)) <= 1
                                || plain(name).startsWith(plain(wrong)) && wrong.length() > 4
                        : plain(wrong).equals(plain(name)));
    }

    /** The names in a sentence: sorted, and not without end. */
    static String list(Collection<String> names) {
        String listed = names.stream()
                .sorted()
                .limit(MAX_LISTED)
                .map(name -> name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) + "…" : name)
                .collect(Collectors.joining(", "));
        return names.size() > MAX_LISTED ? listed + ", …" : listed;
    }

    /** imageVersion, image-version and IMAGE_VERSION are one name to a person. */
    private static String plain(String name) {
        return name.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
    }
}
