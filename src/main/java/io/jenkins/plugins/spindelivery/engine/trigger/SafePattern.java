package io.jenkins.plugins.spindelivery.engine.trigger;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of Java that ends, whatever text it meets.
 *
 * <p>Each character that the matcher reads is counted, which ends backtracking such as that of {@code (a+)+b}. Counting
 * does not see what reads nothing, so {@link PatternCheck} refuses or limits that. Expressions in manifests
 * ({@code engine.expression}) have narrower rules, for many of them run in one deploy; here groups may be repeated and
 * text looked ahead at, as tags and branches need it.
 */
public final class SafePattern {
    /** The longest expression, in characters. */
    public static final int MAX_LENGTH = 500;
    /** The longest text that is compared with an expression, in characters. */
    public static final int MAX_TEXT = 4_096;
    /** How many characters a comparison may read: a few milliseconds, and fifty times the longest text. */
    static final int MAX_READS = 200_000;

    private final String where;
    private final Pattern pattern;

    private SafePattern(String where, Pattern pattern) {
        this.where = where;
        this.pattern = pattern;
    }

    /**
     * Compiles an expression.
     *
     * @param where what it belongs to, for problems, such as {@code tag}
     * @param regex an expression in Java's syntax
     * @return the pattern
     * @throws ProblemException when it is malformed, too long, or could take long
     */
    public static SafePattern of(String where, String regex) {
        if (regex.length() > MAX_LENGTH) {
            throw input(where, "trigger.pattern-too-long", MAX_LENGTH);
        }
        try {
            Pattern pattern = Pattern.compile(regex);
            new PatternCheck(where, regex).run();
            return new SafePattern(where, pattern);
        } catch (PatternSyntaxException e) {
            throw input(where, "trigger.pattern-malformed", regex, e.getIndex() + 1);
        }
    }

    /**
     * Whether a part of the text fits.
     *
     * @param text at most {@link #MAX_TEXT} characters
     * @return whether it fits
     * @throws ProblemException when the text is longer, or the comparison takes too long
     */
    public boolean find(String text) {
        return compare(text, true);
    }

    /**
     * Whether the whole text fits.
     *
     * @param text at most {@link #MAX_TEXT} characters
     * @return whether it fits
     * @throws ProblemException when the text is longer, or the comparison takes too long
     */
    public boolean matches(String text) {
        return compare(text, false);
    }

    private boolean compare(String text, boolean part) {
        if (text.length() > MAX_TEXT) {
            throw input(where, "trigger.pattern-text", pattern.pattern(), MAX_TEXT);
        }
        try {
            var matcher = pattern.matcher(new Counted(text));
            return part ? matcher.find() : matcher.matches();
        } catch (TooManyReads | StackOverflowError e) {
            // The matcher recurses for each repetition of a group; a small stack ends before the count does.
            throw input(where, "trigger.pattern-slow", pattern.pattern());
        }
    }

    static ProblemException input(String where, String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, where, arguments));
    }

    /** The expression as it was given. */
    @Override
    public String toString() {
        return pattern.pattern();
    }

    /** Thrown through the matcher, which keeps no state between calls. */
    private static final class TooManyReads extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyReads() {
            super(null, null, false, false);
        }
    }

    /** A text that counts how often it is read. */
    private static final class Counted implements CharSequence {
        private final String text;
        private int reads;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads > MAX_READS) {
                throw new TooManyReads();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
