package io.jenkins.plugins.spindelivery.engine.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt name was probably meant to be. */
public final class Nearest {
    private static final int LONGEST = 100;

    private Nearest() {}

    /**
     * The known name that a wrong one resembles most.
     *
     * @param wrong as the user wrote it
     * @param known what would have been right
     * @return the nearest name when at most a third of the letters differ (case does not count); the first in
     *     alphabetical order when several are equally near
     */
    public static Optional<String> to(String wrong, Collection<String> known) {
        if (wrong.isEmpty() || wrong.length() > LONGEST) {
            return Optional.empty();
        }
        int allowed = Math.max(1, wrong.length() / 3);
        return known.stream()
                .filter(name -> Math.abs(name.length() - wrong.length()) <= allowed)
                .filter(name -> edits(wrong, name) <= allowed)
                .min(Comparator.comparingInt((String name) -> edits(wrong, name))
                        .thenComparing(name -> name));
    }

    /** Levenshtein's distance, row by row. */
    private static int edits(String left, String right) {
        String from = left.toLowerCase(Locale.ROOT);
        String to = right.toLowerCase(Locale.ROOT);
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return above[to.length()];
    }
}
