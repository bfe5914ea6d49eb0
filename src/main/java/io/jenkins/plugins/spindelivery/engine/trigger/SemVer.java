package io.jenkins.plugins.spindelivery.engine.trigger;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version by Semantic Versioning 2.0.0 (semver.org), also with a {@code v} in front, as tags have it. Build metadata
 * is dropped: it does not take part in the order.
 *
 * @param major the first number
 * @param minor the second number
 * @param patch the third number
 * @param preRelease the identifiers behind the dash; empty for a release
 */
record SemVer(long major, long minor, long patch, List<String> preRelease) implements Comparable<SemVer> {
    /** Numbers have at most 15 digits, so that they fit and can be counted up. */
    private static final String NUMBER = "(0|[1-9]\\d{0,14})";

    private static final Pattern FORM = Pattern.compile("v?" + NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-([0-9A-Za-z.-]{1,128}))?(?:\\+[0-9A-Za-z.-]{1,128})?");
    private static final Pattern NUMERIC = Pattern.compile("\\d+");
    private static final Pattern LEADING_ZERO = Pattern.compile("0\\d+");

    SemVer {
        preRelease = List.copyOf(preRelease);
    }

    /**
     * Reads a version.
     *
     * @param text such as {@code 1.4.2} or {@code v1.5.0-rc.1}
     * @return the version; empty when the text is none, such as {@code latest} or {@code 1.4}
     */
    static Optional<SemVer> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> identifiers =
                matcher.group(4) == null ? List.of() : List.of(matcher.group(4).split("\\.", -1));
        if (identifiers.stream()
                .anyMatch(part -> part.isEmpty() || LEADING_ZERO.matcher(part).matches())) {
            return Optional.empty();
        }
        return Optional.of(new SemVer(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                identifiers));
    }

    /** Whether the numbers are those of another version. */
    boolean sameNumbers(SemVer other) {
        return major == other.major && minor == other.minor && patch == other.patch;
    }

    /** The precedence of section 11 of the specification. */
    @Override
    public int compareTo(SemVer other) {
        int numbers = Long.compare(major, other.major);
        numbers = numbers == 0 ? Long.compare(minor, other.minor) : numbers;
        numbers = numbers == 0 ? Long.compare(patch, other.patch) : numbers;
        if (numbers != 0) {
            return numbers;
        }
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
            int order = compareIdentifiers(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    /** Numbers by their value and before words; words by their characters. */
    private static int compareIdentifiers(String one, String other) {
        boolean number = NUMERIC.matcher(one).matches();
        boolean otherNumber = NUMERIC.matcher(other).matches();
        if (number && otherNumber && one.length() != other.length()) {
            return Integer.compare(one.length(), other.length());
        }
        return number == otherNumber ? one.compareTo(other) : Boolean.compare(otherNumber, number);
    }
}
