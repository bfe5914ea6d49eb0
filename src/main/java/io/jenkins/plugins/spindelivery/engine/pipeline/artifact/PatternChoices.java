package io.jenkins.plugins.spindelivery.engine.pipeline.artifact;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts the choices that a pattern offers without reading a character, such as {@code (|)(|)(|)} at the end of a text:
 * they multiply, and nothing charges for them. Patterns that people match names with offer few.
 */
final class PatternChoices {
    /** As a power of two. */
    private static final double MOST = 20;

    private final String regex;
    private final Deque<Group> open = new ArrayDeque<>();
    private int at;

    private PatternChoices(String regex) {
        this.regex = regex;
    }

    /** What is known of a group that is not closed yet, or of the pattern as a whole. */
    private static final class Group {
        private int alternatives = 1;
        private double inner;

        double bits() {
            return inner + Math.log(alternatives) / Math.log(2);
        }
    }

    /**
     * Refuses a pattern with too many choices.
     *
     * @param regex one that compiles
     * @throws FullMatch.Fault when it offers too many, or is written so that they can't be counted
     */
    static void check(String regex) {
        if (new PatternChoices(regex).count() > MOST) {
            throw new FullMatch.Fault("pipeline.artifact-pattern-choices");
        }
    }

    private double count() {
        open.push(new Group());
        while (at < regex.length() && !open.isEmpty()) {
            char c = regex.charAt(at++);
            switch (c) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> open.push(new Group());
                case '|' -> open.peek().alternatives++;
                case ')' -> close();
                default -> {
                    // Reads a character, or nothing at all.
                }
            }
        }
        // Comments, which the flag x allows, may hold brackets that are none.
        return open.size() == 1 ? open.pop().bits() : Double.MAX_VALUE;
    }

    private void escape() {
        if (regex.startsWith("Q", at)) {
            int end = regex.indexOf("\\E", at);
            at = end < 0 ? regex.length() : end + 2;
        } else {
            at++;
        }
    }

    /** Moves behind a class, which may hold others. */
    private void characterClass() {
        int depth = 1;
        while (at < regex.length() && depth > 0) {
            char c = regex.charAt(at++);
            if (c == '\\') {
                escape();
            } else if (c == '[') {
                depth++;
            } else if (c == ']') {
                depth--;
            }
        }
    }

    private void close() {
        double bits = open.pop().bits();
        if (!open.isEmpty()) {
            open.peek().inner += bits * times(bits);
            open.peek().inner += at < regex.length() && "*+?{".indexOf(regex.charAt(at)) >= 0 ? times(1) : 0;
        }
    }

    /** How often a group is tried without reading: a loop of its own accord ends with the first empty round. */
    private int times(double bits) {
        if (bits == 0 || at >= regex.length() || regex.charAt(at) != '{') {
            return 1;
        }
        String counts = regex.substring(at + 1, regex.indexOf('}', at)).replace(" ", "");
        String most = counts.endsWith(",")
                ? counts.substring(0, counts.length() - 1)
                : counts.substring(counts.indexOf(',') + 1);
        return Math.max(1, Integer.parseInt(most));
    }
}
