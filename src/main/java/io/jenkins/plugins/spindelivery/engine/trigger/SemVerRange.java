package io.jenkins.plugins.spindelivery.engine.trigger;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of versions in the syntax of npm's node-semver, without its hyphen ranges: {@code >=1.2.0 <2.0.0}, {@code
 * ^1.4}, {@code ~1.4.2}, {@code 1.x}, {@code *}, alternatives with {@code ||}.
 *
 * <p>As there, a version with a pre-release such as {@code 1.5.0-rc.1} is in a range only if one of the comparators
 * that it fulfils together names a pre-release of the same three numbers. So a job for releases never starts for a
 * candidate, unless its range says so.
 */
final class SemVerRange {
    private static final int MAX_LENGTH = 200;
    private static final Pattern SPACE_BEHIND_OPERATOR = Pattern.compile("([<>=~^])\\s+");
    private static final String PART = "(0|[1-9]\\d{0,14}|[xX*])";
    private static final Pattern COMPARATOR = Pattern.compile(
            "(>=|<=|>|<|=|~|\\^)?v?" + PART + "(?:\\." + PART + "(?:\\." + PART + "(-[0-9A-Za-z.-]{1,128})?)?)?");

    /** The first of all versions with given numbers. */
    private static final List<String> FIRST = List.of("0");

    private final String text;
    private final List<List<Bound>> alternatives;

    private SemVerRange(String text, List<List<Bound>> alternatives) {
        this.text = text;
        this.alternatives = alternatives;
    }

    /** One side of a range. */
    private record Bound(boolean lower, boolean inclusive, SemVer version) {
        boolean admits(SemVer candidate) {
            int order = candidate.compareTo(version);
            return order == 0 ? inclusive : lower == (order > 0);
        }
    }

    /**
     * Reads a range.
     *
     * @param where what it belongs to, for problems
     * @param text the range
     * @return the range
     * @throws ProblemException when it is malformed, quoting the part
     */
    static SemVerRange of(String where, String text) {
        if (text.length() > MAX_LENGTH) {
            throw SafePattern.input(where, "trigger.semver-long", MAX_LENGTH);
        }
        List<List<Bound>> alternatives = new ArrayList<>();
        for (String alternative : text.split("\\|\\|", -1)) {
            List<Bound> bounds = new ArrayList<>();
            String joined = SPACE_BEHIND_OPERATOR.matcher(alternative.strip()).replaceAll("$1");
            for (String comparator : joined.split("\\s+")) {
                Matcher matcher = COMPARATOR.matcher(comparator);
                if (!matcher.matches()) {
                    throw malformed(where, text, comparator);
                }
                bounds.addAll(new Comparator(where, text, matcher).bounds());
            }
            alternatives.add(bounds);
        }
        return new SemVerRange(text, alternatives);
    }

    /** Whether a version is in the range. */
    boolean contains(SemVer version) {
        return alternatives.stream().anyMatch(bounds -> contains(bounds, version));
    }

    private static boolean contains(List<Bound> bounds, SemVer version) {
        return bounds.stream().allMatch(bound -> bound.admits(version))
                && (version.preRelease().isEmpty()
                        || bounds.stream()
                                .map(Bound::version)
                                .anyMatch(bound -> !bound.preRelease().isEmpty() && bound.sameNumbers(version)));
    }

    /** The range as it was given. */
    @Override
    public String toString() {
        return text;
    }

    private static ProblemException malformed(String where, String text, String part) {
        return SafePattern.input(where, "trigger.semver-malformed", text, part);
    }

    /** An operator with a version of which parts may be missing. */
    private static final class Comparator {
        private final String operator;
        /** How many of the three numbers are there. */
        private final int known;

        private final SemVer version;

        Comparator(String where, String text, Matcher matcher) {
            operator = matcher.group(1) == null ? "=" : matcher.group(1);
            long[] numbers = new long[3];
            int given = 0;
            while (given < 3 && isNumber(matcher.group(2 + given))) {
                numbers[given] = Long.parseLong(matcher.group(2 + given));
                given++;
            }
            known = given;
            String preRelease = matcher.group(5) == null ? "" : matcher.group(5);
            for (int i = given; i < 3; i++) {
                // Such as 1.x.3, of which nobody can say what is meant.
                if (isNumber(matcher.group(2 + i)) || !preRelease.isEmpty()) {
                    throw malformed(where, text, matcher.group());
                }
            }
            version = SemVer.parse(numbers[0] + "." + numbers[1] + "." + numbers[2] + preRelease)
                    .orElseThrow(() -> malformed(where, text, matcher.group()));
        }

        private static boolean isNumber(String part) {
            return part != null && Character.isDigit(part.charAt(0));
        }

        List<Bound> bounds() {
            if (known == 0) {
                // Every version, or with < and > none.
                return operator.equals("<") || operator.equals(">")
                        ? List.of(new Bound(false, false, new SemVer(0, 0, 0, FIRST)))
                        : List.of(new Bound(true, true, version));
            }
            return switch (operator) {
                case ">=" -> List.of(new Bound(true, true, version));
                case "<" -> List.of(new Bound(false, false, known == 3 ? version : first(version)));
                case ">" -> List.of(
                        known == 3 ? new Bound(true, false, version) : new Bound(true, true, release(next(known))));
                case "<=" -> List.of(
                        known == 3 ? new Bound(false, true, version) : new Bound(false, false, next(known)));
                case "~" -> between(next(Math.min(known, 2)));
                case "^" -> between(next(firstThatCounts()));
                default -> known == 3
                        ? List.of(new Bound(true, true, version), new Bound(false, true, version))
                        : between(next(known));
            };
        }

        private List<Bound> between(SemVer end) {
            return List.of(new Bound(true, true, version), new Bound(false, false, end));
        }

        /** With a caret the first number that is not zero must stay; where all are zero, the last one given. */
        private int firstThatCounts() {
            if (version.major() > 0 || known == 1) {
                return 1;
            }
            return version.minor() > 0 || known == 2 ? 2 : 3;
        }

        /** The first version behind all that agree in so many numbers. */
        private SemVer next(int numbers) {
            return switch (numbers) {
                case 1 -> new SemVer(version.major() + 1, 0, 0, FIRST);
                case 2 -> new SemVer(version.major(), version.minor() + 1, 0, FIRST);
                default -> new SemVer(version.major(), version.minor(), version.patch() + 1, FIRST);
            };
        }

        private static SemVer first(SemVer version) {
            return new SemVer(version.major(), version.minor(), version.patch(), FIRST);
        }

        private static SemVer release(SemVer version) {
            return new SemVer(version.major(), version.minor(), version.patch(), List.of());
        }
    }
}
